WITH s1 AS NOT MATERIALIZED (
  SELECT "f1_devicename" AS c2
  FROM "processes"
),
s2 AS NOT MATERIALIZED (
  SELECT c2 AS c6, count(*) AS c7
  FROM s1
  GROUP BY c2
)
SELECT c6 AS "DeviceName", c7 AS "count_"
FROM s2
