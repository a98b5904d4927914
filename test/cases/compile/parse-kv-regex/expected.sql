WITH s1 AS NOT MATERIALIZED (
  SELECT
    '<a:1><b:two><a:3>' AS c1,
    regexp_extract_all('<a:1><b:two><a:3>', '<([\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}]+):([\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}]+)>', CAST(1::BIGINT AS INTEGER)) AS c2,
    regexp_extract_all('<a:1><b:two><a:3>', '<([\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}]+):([\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}]+)>', CAST(2::BIGINT AS INTEGER)) AS c3
)
SELECT
  c1 AS "line",
  list_transform([coalesce(list_extract(c3, list_position(c2, 'a')), '')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] AS "a",
  coalesce(list_extract(c3, list_position(c2, 'b')), '') AS "b",
  coalesce(list_extract(c3, list_position(c2, 'c')), '') AS "c"
FROM s1
