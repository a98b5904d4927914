WITH s1 AS NOT MATERIALIZED (
  SELECT CAST('["1",2,"x",null,true,[3]]' AS JSON) AS c2
),
s2 AS NOT MATERIALIZED (
  SELECT
    unnest(CASE json_type(c2) WHEN 'ARRAY' THEN json_extract(c2, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c2), lambda c3: json_object(c3, json_extract(c2, '/' || replace(replace(c3, '~', '~0'), '/', '~1')))) ELSE [c2] END) AS c4
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    coalesce(TRY_CAST(c4 || '.0' AS BIGINT), list_transform([nullif(c4, 'null')], lambda "json": CASE WHEN json_type("json") = 'DOUBLE' THEN list_transform([TRY_CAST(json_extract_string("json", '$') AS DOUBLE)], lambda "real": CASE WHEN NOT isfinite("real") THEN NULL WHEN "real" >= 9223372036854775807 THEN 9223372036854775807::BIGINT WHEN "real" <= -9223372036854775808 THEN '-9223372036854775808'::BIGINT ELSE CAST(trunc("real") AS BIGINT) END)[1] WHEN json_type("json") = 'BOOLEAN' THEN CAST(json_extract_string("json", '$') = 'true' AS BIGINT) ELSE list_transform([json_extract_string("json", '$')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] END)[1]) AS c5
  FROM s2
)
SELECT c5 AS "n"
FROM s3
