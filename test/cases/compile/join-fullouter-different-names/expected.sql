WITH s1(c1, c2) AS NOT MATERIALIZED (
  VALUES ('x', 1::BIGINT), ('y', 2::BIGINT)
),
s2(c4, c5) AS NOT MATERIALIZED (
  VALUES ('y', 3::BIGINT), ('z', 4::BIGINT)
),
s3 AS NOT MATERIALIZED (
  SELECT coalesce("l".c1, '') AS c7, "l".c2 AS c8, coalesce("r".c4, '') AS c9, "r".c5 AS c10
  FROM s1 AS "l"
  FULL JOIN s2 AS "r" ON "l".c1 = "r".c4
)
SELECT c7 AS "l", c8 AS "a", c9 AS "r", c10 AS "b"
FROM s3
