WITH s1 AS NOT MATERIALIZED (
  SELECT
    kql_parse_kv('name=Ada Lovelace city=London town phone=1 2', '{"kind":"delimiters","pair":" ","keyValue":"=","quotes":[],"escapes":[],"greedy":true,"keys":["name","city","phone"]}') AS c2
),
s2 AS NOT MATERIALIZED (
  SELECT
    coalesce(json_extract_string(c2, '$[0]'), '') AS c3,
    coalesce(json_extract_string(c2, '$[1]'), '') AS c4,
    coalesce(json_extract_string(c2, '$[2]'), '') AS c5
  FROM s1
)
SELECT c3 AS "name", c4 AS "city", c5 AS "phone"
FROM s2
