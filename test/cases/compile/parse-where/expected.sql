WITH s1(c1) AS NOT MATERIALIZED (
  VALUES ('took 15 ms today'), ('took no time'), ('took -3 ms')
),
s2 AS NOT MATERIALIZED (
  SELECT
    regexp_extract(c1, '(?s)^.*?took ([-+]?[0-9]+).*?$', ['column0']) AS c3,
    regexp_matches(c1, '(?s)^.*?took ([-+]?[0-9]+).*?$') AS c4
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    c4,
    list_transform([struct_extract(c3, 'column0')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS INTEGER) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN TRY_CAST(list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('4294967296' AS HUGEINT) // 2 AND "bits" < CAST('4294967296' AS HUGEINT) THEN "bits" - CAST('4294967296' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] AS INTEGER) ELSE NULL END)[1] AS c5
  FROM s2
)
SELECT c5 AS "ms"
FROM s3
WHERE c4 AND (c5 IS NOT NULL)
