WITH s1 AS NOT MATERIALIZED (
  SELECT CAST('{"b":1,"a":null,"c/d":[2]}' AS JSON) AS c2
),
s2 AS NOT MATERIALIZED (
  SELECT
    unnest(CASE json_type(c2) WHEN 'ARRAY' THEN json_extract(c2, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c2), lambda c3: json_object(c3, json_extract(c2, '/' || replace(replace(c3, '~', '~0'), '/', '~1')))) ELSE [c2] END) AS c4
  FROM s1
)
SELECT nullif(c4, 'null') AS "bag"
FROM s2
