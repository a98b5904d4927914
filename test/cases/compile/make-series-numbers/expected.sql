WITH s1(c1, c2) AS NOT MATERIALIZED (
  VALUES (0.1e0, 1::BIGINT), (0.49e0, 2::BIGINT), ((-0.2e0), 4::BIGINT), (1.3e0, 8::BIGINT)
),
s2 AS NOT MATERIALIZED (
  SELECT c2, CAST(floor((c1 - (-0.5e0)) / 0.5e0) AS BIGINT) AS c4
  FROM s1
  WHERE (c1 >= (-0.5e0)) AND (c1 < 1.5e0)
),
s3 AS NOT MATERIALIZED (
  SELECT
    c4 AS c6,
    CAST(xor(coalesce(sum(c2), 0) & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT) AS c5
  FROM s2
  GROUP BY c4
),
s4 AS NOT MATERIALIZED (
  SELECT
    list(c6 ORDER BY c6) AS c7,
    0::BIGINT AS c8,
    least(CAST(ceil((1.5e0 - (-0.5e0)) / 0.5e0) AS BIGINT) - 1, 0::BIGINT + 1048575::BIGINT) AS c9,
    list(c5 ORDER BY c6) AS c10,
    0::BIGINT AS c11
  FROM s3
  WHERE c6 IS NOT NULL
  HAVING count(*) > 0
),
s5 AS NOT MATERIALIZED (
  SELECT c8, c9, c10, c11, CASE WHEN c7[-1] > c9 THEN list_filter(c7, lambda "bin": "bin" <= c9) ELSE c7 END AS c12
  FROM s4
),
s6 AS MATERIALIZED (
  SELECT
    list_transform(range(0::BIGINT, least((CAST(ceil((1.5e0 - (-0.5e0)) / 0.5e0) AS BIGINT) - 1) + 1, 0::BIGINT + 1048576::BIGINT)), lambda "number": CAST((-0.5e0) + ("number" * 0.5e0) AS DOUBLE)) AS c14
),
s7 AS NOT MATERIALIZED (
  SELECT
    list_concat(list_resize([c11], coalesce(c12[1], c9 + 1) - c8, c11), flatten(list_transform(list_slice(c10, 1, len(c12)), lambda value, place: list_resize([value], coalesce(c12[place + 1], c9 + 1) - c12[place], c11)))) AS c13,
    (
      SELECT c14
      FROM s6
    ) AS c15
  FROM s5
)
SELECT
  to_json(c13) AS "s",
  to_json(list_transform(c15, lambda "point": CASE WHEN isfinite("point") THEN to_json("point") WHEN isnan("point") THEN CAST('"NaN"' AS JSON) WHEN "point" > 0 THEN CAST('"Infinity"' AS JSON) WHEN "point" < 0 THEN CAST('"-Infinity"' AS JSON) ELSE NULL END)) AS "x"
FROM s7
