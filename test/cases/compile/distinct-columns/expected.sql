WITH s1 AS NOT MATERIALIZED (
  SELECT DISTINCT "f2_ipaddress" AS c1, "f3_resulttype" <> '0' AS c2
  FROM "signin_logs"
)
SELECT c1 AS "IPAddress", c2 AS "Failed"
FROM s1
ORDER BY s1.c1 ASC NULLS FIRST, s1.c2 ASC NULLS FIRST
