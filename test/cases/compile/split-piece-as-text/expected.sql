WITH s1(c1) AS NOT MATERIALIZED (
  VALUES ('web01.contoso.com'), ('web02'), (''), ('.a')
)
SELECT
  c1 AS "host",
  coalesce(string_split(c1, '.')[1::BIGINT], '') AS "start",
  coalesce(string_split(c1, '.')[(-1::BIGINT)], '') AS "end",
  coalesce(string_split(c1, '.')[3::BIGINT], '') AS "beyond",
  coalesce(string_split(c1, '.')[(-4::BIGINT)], '') AS "before",
  nullif(json_extract(to_json(string_split(c1, '.')), '$[1]'), 'null') AS "second",
  CAST((strlen(c1) - strlen(replace(c1, '.', ''))) // strlen('.') AS BIGINT) AS "dots"
FROM s1
