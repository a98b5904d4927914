SELECT "f0_timegenerated" AS "TimeGenerated"
FROM "signin_logs"
WHERE regexp_matches("f1_userprincipalname", '(?i)(?:^|[^\p{L}\p{N}])windows(?:[^\p{L}\p{N}]|$)') OR regexp_matches("f2_ipaddress", '(?i)(?:^|[^\p{L}\p{N}])windows(?:[^\p{L}\p{N}]|$)') OR regexp_matches("f3_resulttype", '(?i)(?:^|[^\p{L}\p{N}])windows(?:[^\p{L}\p{N}]|$)') OR regexp_matches(coalesce(json_extract_string("f7_devicedetail", '$'), ''), '(?i)(?:^|[^\p{L}\p{N}])windows(?:[^\p{L}\p{N}]|$)')
