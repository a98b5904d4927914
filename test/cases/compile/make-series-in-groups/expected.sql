WITH s1(c1, c2, c3) AS NOT MATERIALIZED (
  VALUES
    ('ann', 1::BIGINT, 5::BIGINT),
    ('ann', 3::BIGINT, 7::BIGINT),
    ('bob', 1::BIGINT, 1::BIGINT),
    ('bob', 2::BIGINT, 2::BIGINT)
),
s2 AS NOT MATERIALIZED (
  SELECT c1, c3, c2 // 1::BIGINT - CASE WHEN c2 % 1::BIGINT < 0 THEN 1 ELSE 0 END AS c5
  FROM s1
  WHERE c2 IS NOT NULL
),
s3 AS NOT MATERIALIZED (
  SELECT
    c1 AS c9,
    c1 AS c10,
    c5 AS c8,
    CAST(xor(coalesce(sum(c3), 0) & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT) AS c6,
    max(c3) AS c7
  FROM s2
  GROUP BY c1, c1, c5
),
s4 AS NOT MATERIALIZED (
  SELECT
    c9 AS c14,
    list(c8 ORDER BY c8) AS c11,
    min(c8) AS c12,
    least(max(c8), min(c8) + 1048575::BIGINT) AS c13,
    list(c6 ORDER BY c8) AS c16,
    0::BIGINT AS c17,
    list(c7 ORDER BY c8) AS c18,
    (-1::BIGINT) AS c19
  FROM s3
  WHERE c8 IS NOT NULL
  GROUP BY c9, c10
),
s5 AS NOT MATERIALIZED (
  SELECT
    c12,
    c13,
    c14,
    c16,
    c17,
    c18,
    c19,
    CASE WHEN c11[-1] > c13 THEN list_filter(c11, lambda "bin": "bin" <= c13) ELSE c11 END AS c20
  FROM s4
),
s6 AS NOT MATERIALIZED (
  SELECT
    c14,
    list_concat(list_resize([c17], coalesce(c20[1], c13 + 1) - c12, c17), flatten(list_transform(list_slice(c16, 1, len(c20)), lambda value, place: list_resize([value], coalesce(c20[place + 1], c13 + 1) - c20[place], c17)))) AS c21,
    list_concat(list_resize([c19], coalesce(c20[1], c13 + 1) - c12, c19), flatten(list_transform(list_slice(c18, 1, len(c20)), lambda value, place: list_resize([value], coalesce(c20[place + 1], c13 + 1) - c20[place], c19)))) AS c22,
    list_transform(range(c12, c13 + 1), lambda "number": CAST("number" * 1::BIGINT AS BIGINT)) AS c23
  FROM s5
),
s7 AS NOT MATERIALIZED (
  SELECT c14, to_json(c21) AS c24, to_json(c22) AS c25, to_json(c23) AS c26
  FROM s6
)
SELECT
  c14 AS "User",
  c24 AS "Sum",
  c25 AS "Most",
  c26 AS "Day",
  CASE WHEN json_type(c24) = 'ARRAY' THEN CAST(json_array_length(c24) AS BIGINT) ELSE CAST(NULL AS BIGINT) END AS "Days"
FROM s7
