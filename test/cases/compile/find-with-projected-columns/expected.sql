WITH s1 AS NOT MATERIALIZED (
  SELECT
    'SigninLogs' AS c1,
    "f0_timegenerated" AS c2,
    '' AS c3,
    json_object('UserPrincipalName', to_json("f1_userprincipalname"), 'IPAddress', to_json("f2_ipaddress"), 'ResultType', to_json("f3_resulttype"), 'RiskScore', CASE WHEN isfinite("f4_riskscore") THEN to_json("f4_riskscore") WHEN isnan("f4_riskscore") THEN CAST('"NaN"' AS JSON) WHEN "f4_riskscore" > 0 THEN CAST('"Infinity"' AS JSON) WHEN "f4_riskscore" < 0 THEN CAST('"-Infinity"' AS JSON) ELSE NULL END, 'Attempts', to_json("f5_attempts"), 'IsInteractive', to_json("f6_isinteractive"), 'DeviceDetail', "f7_devicedetail") AS c4
  FROM "signin_logs"
  WHERE "f0_timegenerated" < 638501474400000000::BIGINT
  UNION ALL
  SELECT
    'DeviceProcessEvents' AS c1,
    "f0_timegenerated" AS c2,
    coalesce(CAST("f4_processid" AS VARCHAR), '') AS c3,
    json_object('DeviceName', to_json("f1_devicename"), 'FileName', to_json("f2_filename"), 'ProcessCommandLine', to_json("f3_processcommandline")) AS c4
  FROM "processes"
  WHERE "f0_timegenerated" < 638501474400000000::BIGINT
)
SELECT c1 AS "Table", c2 AS "TimeGenerated", c3 AS "ProcessId", c4 AS "pack_"
FROM s1
