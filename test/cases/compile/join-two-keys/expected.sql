WITH s1 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c2, "f2_ipaddress" AS c3, "f3_resulttype" AS c4
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT "f2_ipaddress" AS c10, "f3_resulttype" AS c11, "f1_userprincipalname" AS c12
  FROM "signin_logs"
),
s3 AS NOT MATERIALIZED (
  SELECT "l".c2 AS c16, "l".c3 AS c17, "r".c12 AS c25
  FROM s1 AS "l"
  JOIN s2 AS "r" ON ("l".c3 = "r".c10) AND ("l".c4 = "r".c11)
)
SELECT c16 AS "UserPrincipalName", c25 AS "Other", c17 AS "IPAddress"
FROM s3
WHERE c16 <> c25
