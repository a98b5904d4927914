WITH s1 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c2, "f2_ipaddress" AS c3, "f3_resulttype" AS c4
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT "f2_ipaddress" AS c11, "f3_resulttype" AS c12, "f1_userprincipalname" AS c13
  FROM "signin_logs"
),
s3 AS NOT MATERIALIZED (
  SELECT "l".c2 AS c17, "l".c3 AS c18, "r".c13 AS c26
  FROM s1 AS "l"
  JOIN s2 AS "r" ON ("l".c3 = "r".c11) AND ("l".c4 = "r".c12)
)
SELECT c17 AS "UserPrincipalName", c26 AS "Other", c18 AS "IPAddress"
FROM s3
WHERE c17 <> c26
