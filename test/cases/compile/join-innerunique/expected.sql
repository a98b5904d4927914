WITH s1(c1, c2, c3) AS NOT MATERIALIZED (
  VALUES (1::BIGINT, 'first', 0::BIGINT), (1::BIGINT, 'second', 1::BIGINT), (2::BIGINT, 'only', 2::BIGINT)
),
s2(c4, c5) AS NOT MATERIALIZED (
  VALUES (1::BIGINT, 'x'), (1::BIGINT, 'y'), (3::BIGINT, 'z')
),
s3 AS NOT MATERIALIZED (
  SELECT DISTINCT ON (c1) c1, c2, c3
  FROM s1
  ORDER BY c3 ASC NULLS LAST
),
s4 AS NOT MATERIALIZED (
  SELECT "l".c1 AS c7, "l".c2 AS c8, "r".c4 AS c9, "r".c5 AS c10
  FROM s3 AS "l"
  JOIN s2 AS "r" ON "l".c1 IS NOT DISTINCT FROM "r".c4
)
SELECT c7 AS "k", c8 AS "a", c9 AS k1, c10 AS "b"
FROM s4
