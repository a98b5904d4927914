SELECT "f0_timegenerated" AS "TimeGenerated"
FROM "signin_logs"
WHERE regexp_matches(concat_ws(chr(31), "f1_userprincipalname", "f2_ipaddress", "f3_resulttype", coalesce(json_extract_string("f7_devicedetail", '$'), '')), '(?i)windows') AND regexp_matches(concat_ws(chr(31), "f1_userprincipalname", "f2_ipaddress", "f3_resulttype", coalesce(json_extract_string("f7_devicedetail", '$'), '')), '(?i)(?:^|[^\p{L}\p{N}])windows(?:[^\p{L}\p{N}]|$)')
