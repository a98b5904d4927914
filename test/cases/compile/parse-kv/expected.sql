WITH s1(c1) AS NOT MATERIALIZED (
  VALUES ('user=ada  port = 22 user=eve "full name"="Ada L." junk'), ('port=x')
),
s2 AS NOT MATERIALIZED (
  SELECT
    kql_parse_kv(c1, '{"kind":"delimiters","pair":" ","keyValue":"=","quotes":[["\"","\""]],"escapes":[],"greedy":false,"keys":["user","port","full name"]}') AS c3
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    coalesce(json_extract_string(c3, '$[0]'), '') AS c4,
    list_transform([coalesce(json_extract_string(c3, '$[1]'), '')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] AS c5,
    coalesce(json_extract_string(c3, '$[2]'), '') AS c6
  FROM s2
)
SELECT c4 AS "user", c5 AS "port", c6 AS "full name"
FROM s3
