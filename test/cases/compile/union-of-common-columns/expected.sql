WITH s1 AS NOT MATERIALIZED (
  SELECT 'union_arg0' AS c1, "f0_timegenerated" AS c2
  FROM "signin_logs"
  WHERE "f5_attempts" > 2::BIGINT
  UNION ALL
  SELECT 'DeviceProcessEvents' AS c1, "f0_timegenerated" AS c2
  FROM "processes"
)
SELECT c1 AS "T", c2 AS "TimeGenerated"
FROM s1
ORDER BY s1.c2 ASC NULLS FIRST
