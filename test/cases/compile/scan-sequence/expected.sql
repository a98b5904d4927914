WITH s1(c1, c2, c3, c4) AS NOT MATERIALIZED (
  VALUES
    (1::BIGINT, 'ann', 'logon', 0::BIGINT),
    (2::BIGINT, 'bob', 'logon', 1::BIGINT),
    (3::BIGINT, 'ann', 'download', 2::BIGINT),
    (4::BIGINT, 'ann', 'download', 3::BIGINT),
    (5::BIGINT, 'ann', 'logoff', 4::BIGINT),
    (9::BIGINT, 'ann', 'logon', 5::BIGINT),
    (30::BIGINT, 'ann', 'logoff', 6::BIGINT)
),
s2 AS NOT MATERIALIZED (
  SELECT c1, c2, c3, c4
  FROM s1
  WHERE c2 = 'ann'
),
s3 AS MATERIALIZED (
  SELECT c1, c2, c3, row_number() OVER (ORDER BY c1 ASC NULLS FIRST, c4 ASC NULLS LAST) AS c5
  FROM s2
),
s4 AS MATERIALIZED (
  SELECT
    kql_scan_whole('{"variables":[["null"],["whole","0"]],"steps":[{"output":"none","condition":["row","flag",0],"values":[["row","whole",1],["whole","0"]]},{"output":"all","condition":["call","and",["row","flag",1],["call","less",["call","subtract",["row","whole",1],["at",0,"whole",2]],["whole","10"]]],"values":[["variable",0,0],["call","add",["variable",1,1],["whole","1"]]]},{"output":"all","condition":["call","and",["row","flag",2],["call","less",["call","subtract",["row","whole",1],["at",0,"whole",2]],["whole","10"]]],"values":[["variable",0,0],["variable",1,1]]}]}', [list(CAST(c3 = 'logon' AS BOOLEAN) ORDER BY c5), list(CAST(c3 = 'download' AS BOOLEAN) ORDER BY c5), list(CAST(c3 = 'logoff' AS BOOLEAN) ORDER BY c5)], [list(c5 ORDER BY c5), list(c1 ORDER BY c5), list_append(list(c1 ORDER BY c5), CAST(NULL AS BIGINT))], CAST([] AS DOUBLE[][]), CAST([] AS VARCHAR[][])) AS c6
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT
    unnest(c6[1::BIGINT]) AS c7,
    unnest(c6[2::BIGINT]) AS c8,
    unnest(c6[3::BIGINT]) AS c9,
    unnest(c6[4::BIGINT]) AS c10,
    unnest(c6[5::BIGINT]) AS c11
  FROM s4
),
s6 AS NOT MATERIALIZED (
  SELECT c1, c2, c3, c10, c11, c9, c5, c8
  FROM s3
  JOIN s5 ON c5 = c7
)
SELECT c1 AS "Minute", c2 AS "User", c3 AS "Event", c10 AS "Begun", c11 AS "Downloads", c9 AS "Visit"
FROM s6
ORDER BY s6.c5 ASC NULLS LAST, s6.c8 ASC NULLS LAST
