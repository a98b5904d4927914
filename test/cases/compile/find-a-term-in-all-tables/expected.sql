WITH s1 AS NOT MATERIALIZED (
  SELECT
    'SigninLogs' AS c1,
    "f0_timegenerated" AS c2,
    json_object('UserPrincipalName', to_json("f1_userprincipalname"), 'IPAddress', to_json("f2_ipaddress"), 'ResultType', to_json("f3_resulttype"), 'RiskScore', CASE WHEN isfinite("f4_riskscore") THEN to_json("f4_riskscore") WHEN isnan("f4_riskscore") THEN CAST('"NaN"' AS JSON) WHEN "f4_riskscore" > 0 THEN CAST('"Infinity"' AS JSON) WHEN "f4_riskscore" < 0 THEN CAST('"-Infinity"' AS JSON) ELSE NULL END, 'Attempts', to_json("f5_attempts"), 'IsInteractive', to_json("f6_isinteractive"), 'DeviceDetail', "f7_devicedetail") AS c3
  FROM "signin_logs"
  WHERE regexp_matches(concat_ws(chr(31), "f1_userprincipalname", "f2_ipaddress", "f3_resulttype", coalesce(json_extract_string("f7_devicedetail", '$'), '')), '(?i)ada') AND regexp_matches(concat_ws(chr(31), "f1_userprincipalname", "f2_ipaddress", "f3_resulttype", coalesce(json_extract_string("f7_devicedetail", '$'), '')), '(?i)(?:^|[^\p{L}\p{N}])ada(?:[^\p{L}\p{N}]|$)')
  UNION ALL
  SELECT
    'DeviceProcessEvents' AS c1,
    "f0_timegenerated" AS c2,
    json_object('DeviceName', to_json("f1_devicename"), 'FileName', to_json("f2_filename"), 'ProcessCommandLine', to_json("f3_processcommandline"), 'ProcessId', to_json("f4_processid")) AS c3
  FROM "processes"
  WHERE (regexp_matches("f1_devicename", '(?i)ada') AND regexp_matches("f1_devicename", '(?i)(?:^|[^\p{L}\p{N}])ada(?:[^\p{L}\p{N}]|$)')) OR (regexp_matches("f2_filename", '(?i)ada') AND regexp_matches("f2_filename", '(?i)(?:^|[^\p{L}\p{N}])ada(?:[^\p{L}\p{N}]|$)')) OR (regexp_matches("f3_processcommandline", '(?i)ada') AND regexp_matches("f3_processcommandline", '(?i)(?:^|[^\p{L}\p{N}])ada(?:[^\p{L}\p{N}]|$)'))
)
SELECT c1 AS "source_", c2 AS "TimeGenerated", c3 AS "pack_"
FROM s1
