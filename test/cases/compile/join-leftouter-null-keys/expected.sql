WITH s1(c1, c2) AS NOT MATERIALIZED (
  VALUES (1::BIGINT, 'a'), (CAST(NULL AS BIGINT), 'b'), (3::BIGINT, 'c')
),
s2(c4, c5, c6) AS NOT MATERIALIZED (
  VALUES (1::BIGINT, 'x', 10::BIGINT), (CAST(NULL AS BIGINT), 'y', 20::BIGINT)
),
s3 AS NOT MATERIALIZED (
  SELECT "l".c1 AS c8, "l".c2 AS c9, "r".c4 AS c10, coalesce("r".c5, '') AS c11, "r".c6 AS c12
  FROM s1 AS "l"
  LEFT JOIN s2 AS "r" ON "l".c1 IS NOT DISTINCT FROM "r".c4
)
SELECT c8 AS "k", c9 AS "a", c10 AS k1, c11 AS "text", c12 AS "n"
FROM s3
