WITH s1(c1, c2) AS NOT MATERIALIZED (
  VALUES ('a', 1::BIGINT), ('a', 2::BIGINT), ('b', 5::BIGINT)
),
s2(c4, c5) AS NOT MATERIALIZED (
  VALUES (2::BIGINT, 'two'), (5::BIGINT, 'five')
),
s3 AS NOT MATERIALIZED (
  SELECT "l".c1 AS c8, "r".c5 AS c11, "l".c1 AS c7
  FROM s1 AS "l"
  JOIN s2 AS "r" ON "l".c2 IS NOT DISTINCT FROM "r".c4
),
s4 AS NOT MATERIALIZED (
  SELECT
    c8 AS c12,
    coalesce(to_json(list_slice(list(c11), 1, greatest(1048576::BIGINT, 0))), CAST('[]' AS JSON)) AS c13,
    count(*) AS c14
  FROM s3
  GROUP BY c8, c7
)
SELECT c12 AS "k", c13 AS "names", c14 AS "n"
FROM s4
