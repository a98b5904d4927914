WITH s1 AS NOT MATERIALIZED (
  SELECT count(*) AS c1
  FROM "signin_logs"
  WHERE "f3_resulttype" = '50126'
)
SELECT c1 AS "Count"
FROM s1
