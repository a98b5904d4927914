WITH s1(c1, c2, c3) AS NOT MATERIALIZED (
  VALUES
    (1::BIGINT, CAST('[3,1,2]' AS JSON), 0::BIGINT),
    (2::BIGINT, CAST('[]' AS JSON), 1::BIGINT),
    (3::BIGINT, CAST('[7]' AS JSON), 2::BIGINT),
    (4::BIGINT, CAST(NULL AS JSON), 3::BIGINT)
),
s2 AS MATERIALIZED (
  SELECT c1, c2, row_number() OVER () AS c4, c3
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    c1,
    c2,
    c4,
    CASE json_type(c2) WHEN 'ARRAY' THEN json_extract(c2, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c2), lambda c5: json_object(c5, json_extract(c2, '/' || replace(replace(c5, '~', '~0'), '/', '~1')))) ELSE [c2] END AS c6,
    c3
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT c1, c2, c4, unnest(c6) AS c7, c3
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT
    c1,
    c2,
    coalesce(TRY_CAST(c7 || '.0' AS BIGINT), list_transform([nullif(c7, 'null')], lambda "json": CASE WHEN json_type("json") = 'DOUBLE' THEN list_transform([TRY_CAST(json_extract_string("json", '$') AS DOUBLE)], lambda "real": CASE WHEN NOT isfinite("real") THEN NULL WHEN "real" >= 9223372036854775807 THEN 9223372036854775807::BIGINT WHEN "real" <= -9223372036854775808 THEN '-9223372036854775808'::BIGINT ELSE CAST(trunc("real") AS BIGINT) END)[1] WHEN json_type("json") = 'BOOLEAN' THEN CAST(json_extract_string("json", '$') = 'true' AS BIGINT) ELSE list_transform([json_extract_string("json", '$')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] END)[1]) AS c9,
    c3,
    c4
  FROM s4
),
s6 AS NOT MATERIALIZED (
  SELECT
    CAST(xor(coalesce(sum(c9), 0) & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT) AS c10,
    max(c9) AS c11,
    c4 AS c12
  FROM s5
  WHERE c9 > 1::BIGINT
  GROUP BY c4
),
s7 AS NOT MATERIALIZED (
  SELECT "l".c1 AS c13, "l".c2 AS c14, "r".c10 AS c15, "r".c11 AS c16, "l".c3 AS c17
  FROM s2 AS "l"
  JOIN s6 AS "r" ON "l".c4 = "r".c12
)
SELECT c13 AS "id", c14 AS "list", c15 AS "total", c16 AS "biggest"
FROM s7
ORDER BY s7.c13 ASC NULLS FIRST, s7.c17 ASC NULLS LAST
