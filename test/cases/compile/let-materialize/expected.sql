WITH s1 AS MATERIALIZED (
  SELECT "f0_timegenerated" AS c1
  FROM "signin_logs"
  WHERE "f3_resulttype" = '50126'
),
s2 AS NOT MATERIALIZED (
  SELECT count(*) AS c10
  FROM s1
)
SELECT c10 AS "Count"
FROM s2
