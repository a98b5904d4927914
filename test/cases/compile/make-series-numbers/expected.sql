WITH s1(c1, c2) AS NOT MATERIALIZED (
  VALUES (0.1e0, 1::BIGINT), (0.49e0, 2::BIGINT), ((-0.2e0), 4::BIGINT), (1.3e0, 8::BIGINT)
),
s2 AS NOT MATERIALIZED (
  SELECT c2, CAST(floor((c1 - (-0.5e0)) / 0.5e0) AS BIGINT) AS c4
  FROM s1
  WHERE (c1 >= (-0.5e0)) AND (c1 < 1.5e0)
),
s3 AS MATERIALIZED (
  SELECT
    c4 AS c6,
    CAST(xor(coalesce(sum(c2), 0) & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT) AS c5
  FROM s2
  GROUP BY c4
),
s4 AS NOT MATERIALIZED (
  SELECT 0::BIGINT AS c7, CAST(ceil((1.5e0 - (-0.5e0)) / 0.5e0) AS BIGINT) - 1 AS c8
  FROM s3
  HAVING count(*) > 0
),
s5 AS NOT MATERIALIZED (
  SELECT unnest(range(c7, least(c8 + 1, c7 + 1048576))) AS c9
  FROM s4
),
s6 AS NOT MATERIALIZED (
  SELECT
    unnest(range(0::BIGINT, least((CAST(ceil((1.5e0 - (-0.5e0)) / 0.5e0) AS BIGINT) - 1) + 1, 0::BIGINT + 1048576))) AS c12
),
s7 AS MATERIALIZED (
  SELECT
    to_json(list((list_transform([CAST((-0.5e0) + (c12 * 0.5e0) AS DOUBLE)], lambda "real": CASE WHEN isfinite("real") THEN to_json("real") WHEN isnan("real") THEN CAST('"NaN"' AS JSON) WHEN "real" > 0 THEN CAST('"Infinity"' AS JSON) WHEN "real" < 0 THEN CAST('"-Infinity"' AS JSON) ELSE NULL END)[1]) ORDER BY c12)) AS c13
  FROM s6
),
s8 AS NOT MATERIALIZED (
  SELECT
    to_json(list(to_json(CASE WHEN "b".c6 IS NULL THEN 0::BIGINT ELSE "b".c5 END) ORDER BY "p".c9)) AS c10,
    (
      SELECT c13
      FROM s7
    ) AS c11
  FROM s5 AS "p"
  LEFT JOIN s3 AS "b" ON ("p".c9 = "b".c6)
  HAVING count(*) > 0
)
SELECT c10 AS "s", c11 AS "x"
FROM s8
