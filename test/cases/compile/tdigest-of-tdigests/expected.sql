-- tdigest: the sketch holds the values themselves: percentiles are exact where Azure's are estimates, and it cannot be exchanged with Azure's
WITH s1 AS NOT MATERIALIZED (
  SELECT c1
  FROM range(0::BIGINT, coalesce(CASE WHEN (CAST(9::BIGINT AS BIGINT) - CAST(1::BIGINT AS BIGINT)) = 0 OR ((CAST(9::BIGINT AS BIGINT) - CAST(1::BIGINT AS BIGINT)) > 0) = (1::BIGINT > 0) THEN ((CAST(9::BIGINT AS BIGINT) - CAST(1::BIGINT AS BIGINT)) // nullif(1::BIGINT, 0)) ELSE -1 END, -1) + 1) AS "points"(c1)
),
s2 AS NOT MATERIALIZED (
  SELECT CAST(1::BIGINT + c1 * 1::BIGINT AS BIGINT) AS c2
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    c2,
    list_transform([CASE WHEN 1::BIGINT <> 0 THEN CAST(greatest(least((CAST(2::BIGINT AS HUGEINT) - 1::BIGINT) // 1::BIGINT, 2000000000), -1) AS BIGINT) END], lambda "last": CASE WHEN "last" IS NULL THEN NULL WHEN "last" < 0 THEN CAST('[]' AS JSON) ELSE to_json(list_transform(range(least("last" + 1, 1048576::BIGINT)), lambda "place": to_json(CAST(1::BIGINT + CAST("place" AS HUGEINT) * 1::BIGINT AS BIGINT)))) END)[1] AS c4
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    c2,
    CASE json_type(c4) WHEN 'ARRAY' THEN json_extract(c4, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c4), lambda c5: json_object(c5, json_extract(c4, '/' || replace(replace(c5, '~', '~0'), '/', '~1')))) ELSE [c4] END AS c6
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT c2, unnest(c6) AS c7
  FROM s4
),
s6 AS NOT MATERIALIZED (
  SELECT
    c2,
    coalesce(TRY_CAST(c7 || '.0' AS BIGINT), list_transform([nullif(c7, 'null')], lambda "json": CASE WHEN json_type("json") = 'DOUBLE' THEN list_transform([TRY_CAST(json_extract_string("json", '$') AS DOUBLE)], lambda "real": CASE WHEN NOT isfinite("real") THEN NULL WHEN "real" >= 9223372036854775807 THEN 9223372036854775807::BIGINT WHEN "real" <= -9223372036854775808 THEN '-9223372036854775808'::BIGINT ELSE CAST(trunc("real") AS BIGINT) END)[1] WHEN json_type("json") = 'BOOLEAN' THEN CAST(json_extract_string("json", '$') = 'true' AS BIGINT) ELSE list_transform([json_extract_string("json", '$')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] END)[1]) AS c9
  FROM s5
),
s7 AS NOT MATERIALIZED (
  SELECT
    c9 AS c10,
    list_transform([list_transform(map_entries(histogram(coalesce(CAST(CASE WHEN coalesce(c9 = 1::BIGINT, FALSE) THEN c2 ELSE coalesce(try(c2 * 14::BIGINT), CAST((((CAST(c2 AS HUGEINT) * 14::BIGINT) + 9223372036854775808) % 18446744073709551616 + 18446744073709551616) % 18446744073709551616 - 9223372036854775808 AS BIGINT)) END AS VARCHAR), '')) FILTER (WHERE (CASE WHEN coalesce(c9 = 1::BIGINT, FALSE) THEN c2 ELSE coalesce(try(c2 * 14::BIGINT), CAST((((CAST(c2 AS HUGEINT) * 14::BIGINT) + 9223372036854775808) % 18446744073709551616 + 18446744073709551616) % 18446744073709551616 - 9223372036854775808 AS BIGINT)) END IS NOT NULL))), lambda one: json_array(one.key, one.value))], lambda "pairs": CASE WHEN len("pairs") > 0 THEN CASE WHEN len("pairs") > 1000000::BIGINT THEN CAST(error('tdigest: a sketch holds its values here, and these are more than 1000000. Use dcount or percentile.') AS JSON) ELSE json_object('$tdigest', 'long', 'values', to_json("pairs")) END ELSE CAST(NULL AS JSON) END)[1] AS c11
  FROM s6
  GROUP BY c9
),
s8 AS NOT MATERIALIZED (
  SELECT
    kql_tdigest_merge(to_json(list(c11) FILTER (WHERE (c11 IS NOT NULL)))) AS c12,
    any_value(c11) FILTER (WHERE coalesce(c10 = 1::BIGINT, FALSE)) AS c13
  FROM s7
)
SELECT
  list_transform([json_extract(CAST(kql_tdigest_percentiles(c13, list_value(TRY_CAST(50::BIGINT AS DOUBLE))) AS JSON), '$[0]')], lambda "json": coalesce(TRY_CAST("json" || '.0' AS BIGINT), CASE WHEN json_type("json") = 'DOUBLE' THEN list_transform([TRY_CAST(json_extract_string("json", '$') AS DOUBLE)], lambda "real": CASE WHEN NOT isfinite("real") THEN NULL WHEN "real" >= 9223372036854775807 THEN 9223372036854775807::BIGINT WHEN "real" <= -9223372036854775808 THEN '-9223372036854775808'::BIGINT ELSE CAST(trunc("real") AS BIGINT) END)[1] WHEN json_type("json") = 'BOOLEAN' THEN CAST(json_extract_string("json", '$') = 'true' AS BIGINT) ELSE list_transform([json_extract_string("json", '$')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] END))[1] AS "percentile_tdigest_one",
  list_transform([json_extract(CAST(kql_tdigest_percentiles(c12, list_value(TRY_CAST(50::BIGINT AS DOUBLE))) AS JSON), '$[0]')], lambda "json": coalesce(TRY_CAST("json" || '.0' AS BIGINT), CASE WHEN json_type("json") = 'DOUBLE' THEN list_transform([TRY_CAST(json_extract_string("json", '$') AS DOUBLE)], lambda "real": CASE WHEN NOT isfinite("real") THEN NULL WHEN "real" >= 9223372036854775807 THEN 9223372036854775807::BIGINT WHEN "real" <= -9223372036854775808 THEN '-9223372036854775808'::BIGINT ELSE CAST(trunc("real") AS BIGINT) END)[1] WHEN json_type("json") = 'BOOLEAN' THEN CAST(json_extract_string("json", '$') = 'true' AS BIGINT) ELSE list_transform([json_extract_string("json", '$')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] END))[1] AS "percentile_tdigest_both",
  CAST(kql_tdigest_percentiles(c12, list_value(TRY_CAST(0::BIGINT AS DOUBLE), TRY_CAST(100::BIGINT AS DOUBLE))) AS JSON) AS "percentile_tdigest_both1",
  kql_tdigest_rank(c12, 'long', coalesce(CAST(14::BIGINT AS VARCHAR), ''), FALSE) AS "Column1"
FROM s8
