WITH s1 AS NOT MATERIALIZED (
  SELECT "f2_ipaddress" AS c1, count(*) AS c2
  FROM "signin_logs"
  GROUP BY "f2_ipaddress"
),
s2 AS NOT MATERIALIZED (
  SELECT "f2_ipaddress" AS c4, "f1_userprincipalname" AS c5
  FROM "signin_logs"
),
s3 AS NOT MATERIALIZED (
  SELECT "l".c1 AS c8, "l".c2 AS c9, "r".c5 AS c11
  FROM s1 AS "l"
  JOIN s2 AS "r" ON "l".c1 = "r".c4
)
SELECT c8 AS "IPAddress", c9 AS "count_", c11 AS "UserPrincipalName"
FROM s3
