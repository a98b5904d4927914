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
s3 AS MATERIALIZED (
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
  SELECT c9 AS c13, c10 AS c14, min(c8) AS c11, max(c8) AS c12
  FROM s3
  GROUP BY c9, c10
),
s5 AS NOT MATERIALIZED (
  SELECT c13, c14, unnest(range(c11, least(c12 + 1, c11 + 1048576))) AS c15
  FROM s4
),
s6 AS NOT MATERIALIZED (
  SELECT
    "p".c13 AS c16,
    to_json(list(to_json(CASE WHEN "b".c8 IS NULL THEN 0::BIGINT ELSE "b".c6 END) ORDER BY "p".c15)) AS c18,
    to_json(list(to_json(CASE WHEN "b".c8 IS NULL THEN (-1::BIGINT) ELSE "b".c7 END) ORDER BY "p".c15)) AS c19,
    to_json(list(to_json(CAST("p".c15 * 1::BIGINT AS BIGINT)) ORDER BY "p".c15)) AS c20
  FROM s5 AS "p"
  LEFT JOIN s3 AS "b" ON ("p".c15 = "b".c8) AND ("p".c13 IS NOT DISTINCT FROM "b".c9) AND ("p".c14 IS NOT DISTINCT FROM "b".c10)
  GROUP BY "p".c13, "p".c14
)
SELECT
  c16 AS "User",
  c18 AS "Sum",
  c19 AS "Most",
  c20 AS "Day",
  CASE WHEN json_type(c18) = 'ARRAY' THEN CAST(json_array_length(c18) AS BIGINT) ELSE CAST(NULL AS BIGINT) END AS "Days"
FROM s6
