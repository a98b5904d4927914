-- no AuditLogs in this workspace
WITH s1 AS NOT MATERIALIZED (
  SELECT "f0_timegenerated" AS c1, 'sign-in' AS c2, "f5_attempts" AS c3
  FROM "signin_logs"
)
SELECT c1 AS "TimeGenerated", c2 AS "OperationName", c3 AS "Count"
FROM s1
