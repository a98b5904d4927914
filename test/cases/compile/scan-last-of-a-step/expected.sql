WITH s1(c1, c2, c3) AS NOT MATERIALIZED (
  VALUES
    (1::BIGINT, 'fail', 0::BIGINT),
    (2::BIGINT, 'fail', 1::BIGINT),
    (3::BIGINT, 'success', 2::BIGINT),
    (4::BIGINT, 'fail', 3::BIGINT)
),
s2 AS MATERIALIZED (
  SELECT c1, c2, row_number() OVER (ORDER BY c1 ASC NULLS FIRST, c3 ASC NULLS LAST) AS c4
  FROM s1
),
s3 AS MATERIALIZED (
  SELECT
    kql_scan_whole('{"variables":[["whole","0"],["text",""]],"steps":[{"output":"last","condition":["row","flag",0],"values":[["call","add",["variable",0,0],["whole","1"]],["call","join texts",["variable",0,1],["row","whole",1]]]},{"output":"all","condition":["row","flag",1],"values":[["variable",0,0],["text",""]]}]}', [list(CAST(c2 = 'fail' AS BOOLEAN) ORDER BY c4), list(CAST(c2 = 'success' AS BOOLEAN) ORDER BY c4)], [list(c4 ORDER BY c4), list(c1 ORDER BY c4)], CAST([] AS DOUBLE[][]), CAST([] AS VARCHAR[][])) AS c5,
    kql_scan_text('{"variables":[["whole","0"],["text",""]],"steps":[{"output":"last","condition":["row","flag",0],"values":[["call","add",["variable",0,0],["whole","1"]],["call","join texts",["variable",0,1],["row","whole",1]]]},{"output":"all","condition":["row","flag",1],"values":[["variable",0,0],["text",""]]}]}', [list(CAST(c2 = 'fail' AS BOOLEAN) ORDER BY c4), list(CAST(c2 = 'success' AS BOOLEAN) ORDER BY c4)], [list(c4 ORDER BY c4), list(c1 ORDER BY c4)], CAST([] AS DOUBLE[][]), CAST([] AS VARCHAR[][])) AS c6
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    unnest(c5[1::BIGINT]) AS c7,
    unnest(c5[2::BIGINT]) AS c8,
    unnest(c5[3::BIGINT]) AS c9,
    unnest(c5[4::BIGINT]) AS c10,
    unnest(c6[2::BIGINT]) AS c11
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT c1, c2, c10, coalesce(c11, '') AS c12, c4, c8
  FROM s2
  JOIN s4 ON c4 = c7
)
SELECT c1 AS "n", c2 AS "Event", c10 AS "Fails", c12 AS "Names"
FROM s5
ORDER BY s5.c4 ASC NULLS LAST, s5.c8 ASC NULLS LAST
