SELECT
  "f0_timegenerated" AS "TimeGenerated",
  coalesce(json_extract_string("f7_devicedetail", '$."os"'), '') AS "Device_os",
  nullif(json_extract("f7_devicedetail", '$."tags"'), 'null') AS "Device_tags"
FROM "signin_logs"
ORDER BY "signin_logs"."f0_timegenerated" ASC NULLS FIRST, "signin_logs"."rowid" ASC NULLS LAST
