WITH s1 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c1, "f2_ipaddress" AS c2
  FROM "signin_logs"
),
s2(c5, c6) AS NOT MATERIALIZED (
  VALUES ('10.0.0.1', 'Head office')
),
s3 AS NOT MATERIALIZED (
  SELECT "l".c1 AS c8, "l".c2 AS c9, "r".c6 AS c10
  FROM s1 AS "l"
  JOIN s2 AS "r" ON "l".c2 = "r".c5
)
SELECT c8 AS "UserPrincipalName", c9 AS "IPAddress", c10 AS "Site"
FROM s3
