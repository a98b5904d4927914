WITH s1 AS NOT MATERIALIZED (
  SELECT 'union_arg0' AS c1, "f1_userprincipalname" AS c2, "f5_attempts" AS c3, '' AS c5, CAST(NULL AS INTEGER) AS c8
  FROM "signin_logs"
  UNION ALL
  SELECT 'DeviceProcessEvents' AS c1, '' AS c2, CAST(NULL AS BIGINT) AS c3, "f1_devicename" AS c5, "f4_processid" AS c8
  FROM "processes"
)
SELECT c1 AS "Source", c2 AS "Name", c3 AS "Attempts", c5 AS "DeviceName", c8 AS "ProcessId"
FROM s1
