WITH s1(c1, c2, c3) AS NOT MATERIALIZED (
  VALUES
    (638501472000000000::BIGINT, 4::BIGINT, 0::BIGINT),
    (638501508000000000::BIGINT, 5::BIGINT, 1::BIGINT),
    (638501544000000000::BIGINT, 3::BIGINT, 2::BIGINT),
    (638501580000000000::BIGINT, 7::BIGINT, 3::BIGINT),
    (638501616000000000::BIGINT, 1::BIGINT, 4::BIGINT)
),
s2 AS MATERIALIZED (
  SELECT c1, c2, row_number() OVER (ORDER BY c1 ASC NULLS FIRST, c3 ASC NULLS LAST) AS c4
  FROM s1
),
s3 AS MATERIALIZED (
  SELECT
    kql_scan_whole('{"variables":[["whole","0"]],"steps":[{"output":"all","condition":["flag",true],"values":[["call","iff",["call","less",["whole","10"],["variable",0,0]],["row","whole",1],["call","add",["variable",0,0],["row","whole",1]]]]}]}', CAST([] AS BOOLEAN[][]), [list(c4 ORDER BY c4), list(c2 ORDER BY c4)], CAST([] AS DOUBLE[][]), CAST([] AS VARCHAR[][])) AS c5
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    unnest(c5[1::BIGINT]) AS c6,
    unnest(c5[2::BIGINT]) AS c7,
    unnest(c5[3::BIGINT]) AS c8,
    unnest(c5[4::BIGINT]) AS c9
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT c1, c2, c9, c4
  FROM s2
  JOIN s4 ON c4 = c6
)
SELECT c1 AS "t", c2 AS "n", c9 AS "sum"
FROM s5
ORDER BY s5.c4 ASC NULLS LAST
