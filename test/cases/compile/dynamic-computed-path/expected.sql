WITH s1(c1, c2, c3) AS NOT MATERIALIZED (
  VALUES (CAST('{"a/b":1,"x":[10,20]}' AS JSON), 'a/b', 0::BIGINT), (CAST('[5,6,7]' AS JSON), 'x', (-1::BIGINT))
)
SELECT
  nullif(json_extract(c1, '/' || replace(replace(c2, '~', '~0'), '/', '~1')), 'null') AS "byName",
  nullif(json_extract(c1, CASE WHEN c3 < 0 THEN '$[#' ELSE '$[' END || c3 || ']'), 'null') AS "byIndex",
  nullif(json_extract(c1, '/' || replace(replace('a*', '~', '~0'), '/', '~1')), 'null') AS "odd"
FROM s1
