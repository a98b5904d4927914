WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f0_timegenerated" AS c1,
    "f1_userprincipalname" AS c2,
    nullif(json_extract("f7_devicedetail", '$."tags"'), 'null') AS c9,
    "rowid" AS c10
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT
    c1,
    c2,
    CASE WHEN starts_with(c9, '[') THEN CAST(c9 AS VARCHAR[]) ELSE list_transform(CASE json_type(c9) WHEN 'ARRAY' THEN json_extract(c9, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c9), lambda c12: json_object(c12, json_extract(c9, '/' || replace(replace(c12, '~', '~0'), '/', '~1')))) ELSE [c9] END, lambda c11: json_extract_string(c11, '$')) END AS c13,
    c10
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT c1, c2, unnest(c13) AS c14, c10
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT c1, c2, coalesce(c14, '') AS c16, c10
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT
    c2 AS c17,
    arg_max(row(c1, c16), coalesce(c1, (-1::BIGINT)))[1] AS c18,
    coalesce(arg_max(row(c1, c16), coalesce(c1, (-1::BIGINT)))[2], '') AS c19,
    arg_min(c10, coalesce(c1, 9223372036854775807::BIGINT)) AS c20
  FROM s4
  GROUP BY c2
),
s6 AS NOT MATERIALIZED (
  SELECT c17, c18, c19, "f0_timegenerated" AS c21, "f2_ipaddress" AS c22
  FROM s5
  JOIN "signin_logs" ON "rowid" = c20
)
SELECT c17 AS "UserPrincipalName", c18 AS "TimeGenerated", c19 AS "tag", c21 AS "when", c22 AS "address"
FROM s6
ORDER BY s6.c17 ASC NULLS FIRST
