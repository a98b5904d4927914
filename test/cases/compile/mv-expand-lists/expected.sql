WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f3_resulttype" AS c1,
    min("rowid") AS c6,
    coalesce(list_slice(list(CASE WHEN isfinite("f4_riskscore") THEN to_json("f4_riskscore") WHEN isnan("f4_riskscore") THEN CAST('"NaN"' AS JSON) WHEN "f4_riskscore" > 0 THEN CAST('"Infinity"' AS JSON) WHEN "f4_riskscore" < 0 THEN CAST('"-Infinity"' AS JSON) ELSE NULL END), 1, greatest(1048576::BIGINT, 0)), []) AS c7,
    coalesce(list_slice(list("f5_attempts") FILTER (WHERE ("f5_attempts" IS NOT NULL)), 1, greatest(2::BIGINT, 0)), []) AS c8,
    coalesce(list_slice(list_sort(list(DISTINCT "f1_userprincipalname")), 1, greatest(1048576::BIGINT, 0)), []) AS c9,
    coalesce(list_slice(list("f5_attempts") FILTER (WHERE ("f5_attempts" > 1000::BIGINT) AND ("f5_attempts" IS NOT NULL)), 1, greatest(1048576::BIGINT, 0)), []) AS c10
  FROM "signin_logs"
  GROUP BY "f3_resulttype"
),
s2 AS NOT MATERIALIZED (
  SELECT
    c1,
    c7,
    c8,
    c9,
    c10,
    string_split('1,x,,2.5', ',') AS c12,
    CAST([to_json(1::BIGINT), to_json('a'), CAST(NULL AS JSON)] AS JSON[]) AS c14,
    c6
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    c1,
    unnest(c7) AS c15,
    unnest(c8) AS c16,
    unnest(c9) AS c17,
    unnest(c10) AS c18,
    unnest(c12) AS c19,
    unnest(c14) AS c20,
    unnest(range(0::BIGINT, greatest(len(c7), len(c8), len(c9), len(c10), len(c12), len(c14)))) AS c21,
    c6
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    c1,
    coalesce(TRY_CAST(c15 || '' AS DOUBLE), list_transform([nullif(c15, 'null')], lambda "json": CASE WHEN json_type("json") = 'BOOLEAN' THEN CAST(json_extract_string("json", '$') = 'true' AS DOUBLE) ELSE list_transform([json_extract_string("json", '$')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$') THEN TRY_CAST("text" AS DOUBLE) WHEN regexp_matches("text", '^(?i)\s*(?:nan|[-+]?inf(?:inity)?)\s*$') THEN TRY_CAST(trim("text") AS DOUBLE) ELSE NULL END)[1] END)[1]) AS c22,
    coalesce(json_extract_string(to_json(c16), '$'), '') AS c23,
    to_json(c17) AS c24,
    c18,
    CASE WHEN regexp_matches(c19, '^\s*[-+]?\d+\s*$') THEN TRY_CAST(c19 AS BIGINT) WHEN regexp_matches(c19, '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim(c19) AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END AS c25,
    coalesce(json_extract_string(nullif(c20, 'null'), '$'), '') AS c26,
    c6,
    c21
  FROM s3
)
SELECT
  c1 AS "ResultType",
  c22 AS "scores",
  c23 AS "attempts",
  c24 AS "users",
  c18 AS "none",
  c25 AS "parts",
  c26 AS "packed"
FROM s4
ORDER BY
  s4.c1 ASC NULLS FIRST,
  nullif(c22, 'nan'::DOUBLE) ASC NULLS FIRST,
  s4.c23 ASC NULLS FIRST,
  s4.c6 ASC NULLS LAST,
  s4.c21 ASC NULLS LAST
