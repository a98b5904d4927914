WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f1_userprincipalname" AS c3,
    "f2_ipaddress" AS c4,
    "f3_resulttype" AS c5,
    "f5_attempts" AS c7,
    "f7_devicedetail" AS c9
  FROM "signin_logs"
)
SELECT c3 AS "UserPrincipalName", c4 AS "IPAddress"
FROM s1
WHERE ((regexp_matches(c4, '(?i)10') AND regexp_matches(c4, '(?i)(?:^|[^\p{L}\p{N}])10(?:[^\p{L}\p{N}]|$)')) AND ((regexp_matches(concat_ws(chr(31), c3, c4, c5, coalesce(json_extract_string(c9, '$'), '')), '(?i)linux') AND regexp_matches(concat_ws(chr(31), c3, c4, c5, coalesce(json_extract_string(c9, '$'), '')), '(?i)(?:^|[^\p{L}\p{N}])linux(?:[^\p{L}\p{N}]|$)')) IS NOT TRUE)) AND (c7 < 3::BIGINT)
