WITH s1 AS NOT MATERIALIZED (
  SELECT
    kql_parse_kv('a=(x y) b="z w" c=1', '{"kind":"delimiters","pair":" ","keyValue":"=","quotes":[["\"","\""],["(",")"]],"escapes":[],"greedy":false,"keys":["a","b","c"]}') AS c2
),
s2 AS NOT MATERIALIZED (
  SELECT
    coalesce(json_extract_string(c2, '$[0]'), '') AS c3,
    coalesce(json_extract_string(c2, '$[1]'), '') AS c4,
    list_transform([coalesce(json_extract_string(c2, '$[2]'), '')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] AS c5
  FROM s1
)
SELECT c3 AS "a", c4 AS "b", c5 AS "c"
FROM s2
