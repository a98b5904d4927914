WITH s1 AS NOT MATERIALIZED (
  SELECT "f0_timegenerated" AS c1, "f1_userprincipalname" AS c2, "f3_resulttype" AS c4, "rowid" AS c9
  FROM "signin_logs"
  WHERE NOT ("f1_userprincipalname" = '')
),
s2 AS MATERIALIZED (
  SELECT c1, c2, c4, row_number() OVER (ORDER BY c1 ASC NULLS FIRST, c9 ASC NULLS LAST) AS c10
  FROM s1
),
s3 AS MATERIALIZED (
  SELECT
    kql_scan_whole('{"variables":[["whole","0"],["null"]],"steps":[{"output":"all","condition":["row","flag",0],"values":[["call","add",["variable",0,0],["whole","1"]],["call","first not null",["variable",0,1],["row","whole",1]]]}]}', [list(CAST(c4 <> '0' AS BOOLEAN) ORDER BY c10)], [list(c10 ORDER BY c10), list(c1 ORDER BY c10)], CAST([] AS DOUBLE[][]), CAST([] AS VARCHAR[][])) AS c11
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    unnest(c11[1::BIGINT]) AS c12,
    unnest(c11[2::BIGINT]) AS c13,
    unnest(c11[3::BIGINT]) AS c14,
    unnest(c11[4::BIGINT]) AS c15,
    unnest(c11[5::BIGINT]) AS c16
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT c2, c15, c16, c10
  FROM s2
  JOIN s4 ON c10 = c12
)
SELECT c2 AS "UserPrincipalName", c15 AS "Failures", c16 AS "Since"
FROM s5
ORDER BY s5.c10 ASC NULLS LAST
