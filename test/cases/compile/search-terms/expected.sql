WITH s1 AS NOT MATERIALIZED (
  SELECT
    'SigninLogs' AS c1,
    "f0_timegenerated" AS c2,
    "f1_userprincipalname" AS c3,
    "f2_ipaddress" AS c4,
    "f3_resulttype" AS c5,
    "f7_devicedetail" AS c9,
    '' AS c10,
    '' AS c11,
    '' AS c12
  FROM "signin_logs"
  UNION ALL
  SELECT
    'DeviceProcessEvents' AS c1,
    "f0_timegenerated" AS c2,
    '' AS c3,
    '' AS c4,
    '' AS c5,
    CAST(NULL AS JSON) AS c9,
    "f1_devicename" AS c10,
    "f2_filename" AS c11,
    "f3_processcommandline" AS c12
  FROM "processes"
)
SELECT c1 AS "$table", c2 AS "TimeGenerated"
FROM s1
WHERE ((((regexp_matches(concat_ws(chr(31), c3, c4, c5, coalesce(json_extract_string(c9, '$'), ''), c10, c11, c12), '(?i)ada') AND regexp_matches(concat_ws(chr(31), c3, c4, c5, coalesce(json_extract_string(c9, '$'), ''), c10, c11, c12), '(?i)(?:^|[^\p{L}\p{N}])ada(?:[^\p{L}\p{N}]|$)')) OR (regexp_matches(concat_ws(chr(31), c3, c4, c5, coalesce(json_extract_string(c9, '$'), ''), c10, c11, c12), '(?i)whoa') AND regexp_matches(concat_ws(chr(31), c3, c4, c5, coalesce(json_extract_string(c9, '$'), ''), c10, c11, c12), '(?i)(?:^|[^\p{L}\p{N}])whoa'))) OR regexp_matches(concat_ws(chr(31), c3, c4, c5, coalesce(json_extract_string(c9, '$'), ''), c10, c11, c12), '(?i)ll(?:[^\p{L}\p{N}]|$)')) OR contains(lower(concat_ws(chr(31), c3, c4, c5, coalesce(json_extract_string(c9, '$'), ''), c10, c11, c12)), '4ss')) OR (regexp_matches(c3, '(?si)(?:^|[^\p{L}\p{N}])net.*eve(?:[^\p{L}\p{N}]|$)') OR regexp_matches(c4, '(?si)(?:^|[^\p{L}\p{N}])net.*eve(?:[^\p{L}\p{N}]|$)') OR regexp_matches(c5, '(?si)(?:^|[^\p{L}\p{N}])net.*eve(?:[^\p{L}\p{N}]|$)') OR regexp_matches(coalesce(json_extract_string(c9, '$'), ''), '(?si)(?:^|[^\p{L}\p{N}])net.*eve(?:[^\p{L}\p{N}]|$)') OR regexp_matches(c10, '(?si)(?:^|[^\p{L}\p{N}])net.*eve(?:[^\p{L}\p{N}]|$)') OR regexp_matches(c11, '(?si)(?:^|[^\p{L}\p{N}])net.*eve(?:[^\p{L}\p{N}]|$)') OR regexp_matches(c12, '(?si)(?:^|[^\p{L}\p{N}])net.*eve(?:[^\p{L}\p{N}]|$)'))
