SELECT
  nullif(json_extract("f7_devicedetail", '$."os"'), 'null') AS "os",
  nullif(json_extract("f7_devicedetail", '$."tags"[0]'), 'null') AS "head",
  nullif(json_extract("f7_devicedetail", '$."tags"[#-1]'), 'null') AS "tail",
  nullif(json_extract("f7_devicedetail", '$."a"."b"."c"'), 'null') AS "gone",
  coalesce(json_extract_string("f7_devicedetail", '$."os"'), '') AS "text"
FROM "signin_logs"
