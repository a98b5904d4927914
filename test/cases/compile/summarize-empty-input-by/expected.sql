WITH s1 AS NOT MATERIALIZED (
  SELECT "f2_ipaddress" AS c1, count(*) AS c2
  FROM "signin_logs"
  WHERE FALSE
  GROUP BY "f2_ipaddress"
)
SELECT c1 AS "IPAddress", c2 AS "count_"
FROM s1
