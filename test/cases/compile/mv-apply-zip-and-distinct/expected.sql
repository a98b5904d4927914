WITH s1(c1, c2, c3) AS NOT MATERIALIZED (
  VALUES
    (1::BIGINT, CAST('["x","x","y"]' AS JSON), CAST('[1,1,2]' AS JSON)),
    (2::BIGINT, CAST('["x"]' AS JSON), CAST('[]' AS JSON))
),
s2 AS MATERIALIZED (
  SELECT c1, c2, c3, row_number() OVER () AS c5
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    c1,
    c5,
    CASE WHEN starts_with(c2, '[') THEN CAST(c2 AS VARCHAR[]) ELSE list_transform(CASE json_type(c2) WHEN 'ARRAY' THEN json_extract(c2, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c2), lambda c7: json_object(c7, json_extract(c2, '/' || replace(replace(c7, '~', '~0'), '/', '~1')))) ELSE [c2] END, lambda c6: json_extract_string(c6, '$')) END AS c9,
    CASE json_type(c3) WHEN 'ARRAY' THEN json_extract(c3, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c3), lambda c8: json_object(c8, json_extract(c3, '/' || replace(replace(c8, '~', '~0'), '/', '~1')))) ELSE [c3] END AS c10
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT c1, c5, unnest(c9) AS c11, unnest(c10) AS c12
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT
    c1,
    coalesce(c11, '') AS c14,
    coalesce(TRY_CAST(c12 || '.0' AS BIGINT), list_transform([nullif(c12, 'null')], lambda "json": CASE WHEN json_type("json") = 'DOUBLE' THEN list_transform([TRY_CAST(json_extract_string("json", '$') AS DOUBLE)], lambda "real": CASE WHEN NOT isfinite("real") THEN NULL WHEN "real" >= 9223372036854775807 THEN 9223372036854775807::BIGINT WHEN "real" <= -9223372036854775808 THEN '-9223372036854775808'::BIGINT ELSE CAST(trunc("real") AS BIGINT) END)[1] WHEN json_type("json") = 'BOOLEAN' THEN CAST(json_extract_string("json", '$') = 'true' AS BIGINT) ELSE list_transform([json_extract_string("json", '$')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] END)[1]) AS c15,
    c5
  FROM s4
),
s6 AS NOT MATERIALIZED (
  SELECT DISTINCT c14 AS c16, c15 AS c17, c5 AS c18
  FROM s5
),
s7 AS NOT MATERIALIZED (
  SELECT count(*) AS c19, c18 AS c20
  FROM s6
  GROUP BY c18
),
s8 AS NOT MATERIALIZED (
  SELECT "l".c1 AS c21, "r".c19 AS c22
  FROM s2 AS "l"
  JOIN s7 AS "r" ON "l".c5 = "r".c20
)
SELECT c21 AS "id", c22 AS "Count"
FROM s8
