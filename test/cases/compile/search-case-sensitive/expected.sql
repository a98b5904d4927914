WITH s1 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c3, "f2_ipaddress" AS c4, "f3_resulttype" AS c5, "f7_devicedetail" AS c9
  FROM "signin_logs"
)
SELECT c3 AS "UserPrincipalName"
FROM s1
WHERE regexp_matches(concat_ws(chr(31), c3, c4, c5, coalesce(json_extract_string(c9, '$'), '')), 'Bob') AND regexp_matches(concat_ws(chr(31), c3, c4, c5, coalesce(json_extract_string(c9, '$'), '')), '(?:^|[^\p{L}\p{N}])Bob(?:[^\p{L}\p{N}]|$)')
