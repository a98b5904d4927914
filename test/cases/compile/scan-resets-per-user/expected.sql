WITH s1 AS NOT MATERIALIZED (
  SELECT "f0_timegenerated" AS c1, "f1_userprincipalname" AS c2, lower("f1_userprincipalname") AS c9, "rowid" AS c10
  FROM "signin_logs"
  WHERE NOT ("f1_userprincipalname" = '')
),
s2 AS MATERIALIZED (
  SELECT c1, c2, row_number() OVER (ORDER BY c9 ASC NULLS FIRST, c1 ASC NULLS FIRST, c10 ASC NULLS LAST) AS c11
  FROM s1
),
s3 AS MATERIALIZED (
  SELECT
    kql_scan_whole('{"variables":[["whole","0"]],"steps":[{"output":"all","condition":["flag",true],"values":[["call","iff",["call","equal",["row","text",0],["at",0,"text",1]],["call","add",["variable",0,0],["whole","1"]],["whole","1"]]]}]}', CAST([] AS BOOLEAN[][]), [list(c11 ORDER BY c11)], CAST([] AS DOUBLE[][]), [list(lower(c2) ORDER BY c11), list_append(list(lower(c2) ORDER BY c11), lower(''))]) AS c12
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    unnest(c12[1::BIGINT]) AS c13,
    unnest(c12[2::BIGINT]) AS c14,
    unnest(c12[3::BIGINT]) AS c15,
    unnest(c12[4::BIGINT]) AS c16
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT c1, c2, c16, c11
  FROM s2
  JOIN s4 ON c11 = c13
)
SELECT c2 AS "UserPrincipalName", c1 AS "TimeGenerated", c16 AS "Number"
FROM s5
ORDER BY s5.c11 ASC NULLS LAST
