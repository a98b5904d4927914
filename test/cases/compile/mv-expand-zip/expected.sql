WITH s1(c1, c2, c3) AS NOT MATERIALIZED (
  VALUES
    (1::BIGINT, CAST('[1,2,3]' AS JSON), CAST('["x"]' AS JSON)),
    (2::BIGINT, CAST('[]' AS JSON), CAST('["y"]' AS JSON)),
    (3::BIGINT, CAST('[]' AS JSON), CAST('[]' AS JSON))
),
s2 AS NOT MATERIALIZED (
  SELECT
    c1,
    CASE json_type(c2) WHEN 'ARRAY' THEN json_extract(c2, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c2), lambda c5: json_object(c5, json_extract(c2, '/' || replace(replace(c5, '~', '~0'), '/', '~1')))) ELSE [c2] END AS c7,
    CASE json_type(c3) WHEN 'ARRAY' THEN json_extract(c3, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c3), lambda c6: json_object(c6, json_extract(c3, '/' || replace(replace(c6, '~', '~0'), '/', '~1')))) ELSE [c3] END AS c8
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT c1, unnest(c7) AS c9, unnest(c8) AS c10, unnest(range(0::BIGINT, greatest(len(c7), len(c8)))) AS c11
  FROM s2
)
SELECT
  c1 AS "id",
  coalesce(TRY_CAST(c9 || '.0' AS BIGINT), list_transform([nullif(c9, 'null')], lambda "json": CASE WHEN json_type("json") = 'DOUBLE' THEN list_transform([TRY_CAST(json_extract_string("json", '$') AS DOUBLE)], lambda "real": CASE WHEN NOT isfinite("real") THEN NULL WHEN "real" >= 9223372036854775807 THEN 9223372036854775807::BIGINT WHEN "real" <= -9223372036854775808 THEN '-9223372036854775808'::BIGINT ELSE CAST(trunc("real") AS BIGINT) END)[1] WHEN json_type("json") = 'BOOLEAN' THEN CAST(json_extract_string("json", '$') = 'true' AS BIGINT) ELSE list_transform([json_extract_string("json", '$')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] END)[1]) AS "a",
  nullif(c10, 'null') AS "b",
  c11 AS "i"
FROM s3
