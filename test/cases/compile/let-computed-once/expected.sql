WITH s1 AS NOT MATERIALIZED (
  SELECT "f2_ipaddress" AS c1, count(*) AS c2
  FROM "signin_logs"
  WHERE "f3_resulttype" = '50126'
  GROUP BY "f2_ipaddress"
),
s2 AS MATERIALIZED (
  SELECT c1, c2
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT "l".c1 AS c4, "l".c2 AS c5, "r".c2 AS c7
  FROM s2 AS "l"
  JOIN s2 AS "r" ON "l".c1 = "r".c1
)
SELECT c4 AS "IPAddress", c5 AS "Failures", c7 AS "Again"
FROM s3
