WITH s1(c1, c2, c3) AS NOT MATERIALIZED (
  VALUES (2::BIGINT, CAST('[5,4]' AS JSON), 0::BIGINT), (1::BIGINT, CAST('[3,6]' AS JSON), 1::BIGINT)
),
s2 AS NOT MATERIALIZED (
  SELECT
    c1,
    CASE json_type(c2) WHEN 'ARRAY' THEN json_extract(c2, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c2), lambda c4: json_object(c4, json_extract(c2, '/' || replace(replace(c4, '~', '~0'), '/', '~1')))) ELSE [c2] END AS c5,
    c3
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT c1, unnest(c5) AS c6, unnest(range(0::BIGINT, len(c5))) AS c7, c3
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    c1,
    coalesce(TRY_CAST(c6 || '.0' AS BIGINT), list_transform([nullif(c6, 'null')], lambda "json": CASE WHEN json_type("json") = 'DOUBLE' THEN list_transform([TRY_CAST(json_extract_string("json", '$') AS DOUBLE)], lambda "real": CASE WHEN NOT isfinite("real") THEN NULL WHEN "real" >= 9223372036854775807 THEN 9223372036854775807::BIGINT WHEN "real" <= -9223372036854775808 THEN '-9223372036854775808'::BIGINT ELSE CAST(trunc("real") AS BIGINT) END)[1] WHEN json_type("json") = 'BOOLEAN' THEN CAST(json_extract_string("json", '$') = 'true' AS BIGINT) ELSE list_transform([json_extract_string("json", '$')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] END)[1]) AS c8,
    c3,
    c7
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT
    c1,
    c8,
    row_number() OVER (ORDER BY c1 ASC NULLS FIRST, c3 ASC NULLS LAST, c7 ASC NULLS LAST) AS c9,
    row_number() OVER (ORDER BY c1 ASC NULLS FIRST, c3 ASC NULLS LAST, c7 ASC NULLS LAST) AS c10
  FROM s4
)
SELECT c1 AS "id", c8 AS "v", c9 AS "n"
FROM s5
ORDER BY s5.c10 ASC NULLS LAST
