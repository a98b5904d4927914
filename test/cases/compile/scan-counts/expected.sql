WITH s1 AS NOT MATERIALIZED (
  SELECT c1
  FROM range(0::BIGINT, coalesce(CASE WHEN (CAST(6::BIGINT AS BIGINT) - CAST(1::BIGINT AS BIGINT)) = 0 OR ((CAST(6::BIGINT AS BIGINT) - CAST(1::BIGINT AS BIGINT)) > 0) = (1::BIGINT > 0) THEN ((CAST(6::BIGINT AS BIGINT) - CAST(1::BIGINT AS BIGINT)) // nullif(1::BIGINT, 0)) ELSE -1 END, -1) + 1) AS "points"(c1)
),
s2 AS NOT MATERIALIZED (
  SELECT CAST(1::BIGINT + c1 * 1::BIGINT AS BIGINT) AS c2, c1
  FROM s1
),
s3 AS MATERIALIZED (
  SELECT c2, row_number() OVER (ORDER BY c1 ASC NULLS LAST) AS c4
  FROM s2
),
s4 AS MATERIALIZED (
  SELECT
    kql_scan_whole('{"variables":[["whole","0"]],"steps":[{"output":"all","condition":["flag",true],"values":[["call","add",["row","whole",1],["variable",0,0]]]}]}', CAST([] AS BOOLEAN[][]), [list(c4 ORDER BY c4), list(c2 ORDER BY c4)], CAST([] AS DOUBLE[][]), CAST([] AS VARCHAR[][])) AS c5
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT
    unnest(c5[1::BIGINT]) AS c6,
    unnest(c5[2::BIGINT]) AS c7,
    unnest(c5[3::BIGINT]) AS c8,
    unnest(c5[4::BIGINT]) AS c9
  FROM s4
),
s6 AS NOT MATERIALIZED (
  SELECT c2, c9, c4
  FROM s3
  JOIN s5 ON c4 = c6
)
SELECT c2 AS "n", c9 AS "sum"
FROM s6
ORDER BY s6.c4 ASC NULLS LAST
