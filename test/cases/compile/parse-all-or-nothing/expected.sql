WITH s1(c1) AS NOT MATERIALIZED (
  VALUES ('id=12;name=a;'), ('id=x;name=b;')
),
s2 AS NOT MATERIALIZED (
  SELECT
    c1,
    regexp_extract(c1, '(?s)^id=(.*?);name=(.*?);$', ['column0', 'column1']) AS c3,
    regexp_matches(c1, '(?s)^id=(.*?);name=(.*?);$') AS c4
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    c1,
    c4,
    list_transform([struct_extract(c3, 'column0')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] AS c5,
    struct_extract(c3, 'column1') AS c6
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    c5,
    CASE WHEN c4 AND (c5 IS NOT NULL) THEN c6 ELSE '' END AS c7,
    regexp_extract(c1, '(?s)^id=(.*?);name=(.*?);$', ['column0', 'column1']) AS c8
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT
    c5,
    c7,
    list_transform([struct_extract(c8, 'column0')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] AS c10,
    struct_extract(c8, 'column1') AS c11
  FROM s4
)
SELECT c5 AS "id", c7 AS "name", c10 AS "relaxed_id", c11 AS "relaxed_name"
FROM s5
