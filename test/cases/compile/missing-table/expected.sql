-- no AuditLogs in this workspace
WITH s1 AS NOT MATERIALIZED (
  SELECT count(*) AS c1, max(CAST(NULL AS BIGINT)) AS c2
  WHERE FALSE
)
SELECT c1 AS "count_", c2 AS "max_TimeGenerated"
FROM s1
