WITH s1 AS NOT MATERIALIZED (
  SELECT 'Repeated' AS c1
  FROM "signin_logs"
  WHERE "f5_attempts" > 1::BIGINT
  UNION ALL
  SELECT 'union_arg1' AS c1
  FROM "processes"
),
s2 AS NOT MATERIALIZED (
  SELECT c1 AS c10, count(*) AS c11
  FROM s1
  GROUP BY c1
)
SELECT c10 AS "Source", c11 AS "count_"
FROM s2
