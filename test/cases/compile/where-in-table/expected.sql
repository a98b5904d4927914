WITH s1 AS NOT MATERIALIZED (
  SELECT DISTINCT "f2_ipaddress" AS c1
  FROM "signin_logs"
  WHERE "f3_resulttype" = '50126'
)
SELECT "f1_userprincipalname" AS "UserPrincipalName", "f2_ipaddress" AS "IPAddress"
FROM "signin_logs"
WHERE NOT ("f2_ipaddress" IN (
  SELECT c1 AS c2
  FROM s1
))
