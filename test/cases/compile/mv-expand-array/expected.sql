WITH s1 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c2, nullif(json_extract("f7_devicedetail", '$."tags"'), 'null') AS c9
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT
    c2,
    CASE WHEN starts_with(c9, '[') THEN CAST(c9 AS VARCHAR[]) ELSE list_transform(CASE json_type(c9) WHEN 'ARRAY' THEN json_extract(c9, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c9), lambda c12: json_object(c12, json_extract(c9, '/' || replace(replace(c12, '~', '~0'), '/', '~1')))) ELSE [c9] END, lambda c11: json_extract_string(c11, '$')) END AS c13
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT c2, unnest(c13) AS c14
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT c2, coalesce(c14, '') AS c16
  FROM s3
)
SELECT c2 AS "UserPrincipalName", c16 AS "tag"
FROM s4
