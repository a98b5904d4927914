WITH s1(c1, c2, c3) AS NOT MATERIALIZED (
  VALUES
    (1::BIGINT, CAST('{"a":1,"b":"x"}' AS JSON), 0::BIGINT),
    (2::BIGINT, CAST('{"a":"one","c":true}' AS JSON), 1::BIGINT),
    (3::BIGINT, CAST(NULL AS JSON), 2::BIGINT)
)
SELECT
  c1 AS "id",
  nullif(json_extract(c2, '$."a"'), 'null') AS "a",
  coalesce(json_extract_string(c2, '$."b"'), '') AS "b",
  list_transform([nullif(json_extract(c2, '$."c"'), 'null')], lambda "json": CASE WHEN json_type("json") IN ('UBIGINT', 'BIGINT', 'DOUBLE') THEN TRY_CAST(json_extract_string("json", '$') AS DOUBLE) <> 0 ELSE list_transform([lower(trim(json_extract_string("json", '$')))], lambda "text": CASE WHEN "text" = 'true' THEN TRUE WHEN "text" = 'false' THEN FALSE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) <> 0 WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN (list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1]) <> 0 ELSE NULL END)[1] END)[1] AS "c"
FROM s1
ORDER BY s1.c1 ASC NULLS FIRST, s1.c3 ASC NULLS LAST
