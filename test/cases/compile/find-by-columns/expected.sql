WITH s1 AS NOT MATERIALIZED (
  SELECT 'SigninLogs' AS c1, "f2_ipaddress" AS c3, '' AS c4
  FROM "signin_logs"
  WHERE ("f2_ipaddress" = '10.0.0.1') OR starts_with(lower(''), 'who')
  UNION ALL
  SELECT 'DeviceProcessEvents' AS c1, '' AS c3, "f2_filename" AS c4
  FROM "processes"
  WHERE ('' = '10.0.0.1') OR starts_with(lower("f2_filename"), 'who')
)
SELECT c1 AS "source_", c3 AS "IPAddress", c4 AS "FileName"
FROM s1
