WITH s1 AS NOT MATERIALIZED (
  SELECT CAST('{"b":1,"a":{"x":2}}' AS JSON) AS c1, CAST('{"b":1,"a":{"x":2}}' AS JSON) AS c2
),
s2 AS NOT MATERIALIZED (
  SELECT
    c1,
    unnest(list_slice(CASE json_type(c2) WHEN 'ARRAY' THEN json_extract(c2, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c2), lambda c3: json_array(c3, json_extract(c2, '/' || replace(replace(c3, '~', '~0'), '/', '~1')))) ELSE [c2] END, 1::BIGINT, 1::BIGINT)) AS c4
  FROM s1
)
SELECT c1 AS "bag", nullif(c4, 'null') AS "pair"
FROM s2
