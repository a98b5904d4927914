WITH s1 AS NOT MATERIALIZED (
  SELECT CAST('[{"name":"a","v":[1,2]},{"name":"b","v":[3]}]' AS JSON) AS c1
),
s2 AS MATERIALIZED (
  SELECT c1, row_number() OVER () AS c2
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    c2,
    unnest(CASE json_type(c1) WHEN 'ARRAY' THEN json_extract(c1, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c1), lambda c3: json_object(c3, json_extract(c1, '/' || replace(replace(c3, '~', '~0'), '/', '~1')))) ELSE [c1] END) AS c4
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT nullif(c4, 'null') AS c5, c2
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT c5, coalesce(json_extract_string(c5, '$."name"'), '') AS c6, c2
  FROM s4
),
s6 AS MATERIALIZED (
  SELECT c5, c6, row_number() OVER () AS c7, c2
  FROM s5
),
s7 AS NOT MATERIALIZED (
  SELECT c6, c7, nullif(json_extract(c5, '$."v"'), 'null') AS c8
  FROM s6
),
s8 AS NOT MATERIALIZED (
  SELECT
    c6,
    c7,
    unnest(CASE json_type(c8) WHEN 'ARRAY' THEN json_extract(c8, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c8), lambda c9: json_object(c9, json_extract(c8, '/' || replace(replace(c9, '~', '~0'), '/', '~1')))) ELSE [c8] END) AS c10
  FROM s7
),
s9 AS NOT MATERIALIZED (
  SELECT
    c6,
    coalesce(TRY_CAST(c10 || '.0' AS BIGINT), list_transform([nullif(c10, 'null')], lambda "json": CASE WHEN json_type("json") = 'DOUBLE' THEN list_transform([TRY_CAST(json_extract_string("json", '$') AS DOUBLE)], lambda "real": CASE WHEN NOT isfinite("real") THEN NULL WHEN "real" >= 9223372036854775807 THEN 9223372036854775807::BIGINT WHEN "real" <= -9223372036854775808 THEN '-9223372036854775808'::BIGINT ELSE CAST(trunc("real") AS BIGINT) END)[1] WHEN json_type("json") = 'BOOLEAN' THEN CAST(json_extract_string("json", '$') = 'true' AS BIGINT) ELSE list_transform([json_extract_string("json", '$')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] END)[1]) AS c11,
    c7
  FROM s8
),
s10 AS NOT MATERIALIZED (
  SELECT
    CAST(xor(coalesce(sum(c11), 0) & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT) AS c12,
    c7 AS c13
  FROM s9
  GROUP BY c7
),
s11 AS NOT MATERIALIZED (
  SELECT "l".c6 AS c16, "r".c12 AS c17, "l".c2 AS c18
  FROM s6 AS "l"
  JOIN s10 AS "r" ON "l".c7 = "r".c13
),
s12 AS NOT MATERIALIZED (
  SELECT "r".c16 AS c20, "r".c17 AS c21
  FROM s2 AS "l"
  JOIN s11 AS "r" ON "l".c2 = "r".c18
)
SELECT c20 AS "name", c21 AS "s"
FROM s12
