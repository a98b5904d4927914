WITH s1(c1) AS NOT MATERIALIZED (
  VALUES
    ('user=ada from 10.0.0.1 port 22'),
    ('user=bob from nowhere'),
    ('USER=eve from x port 1'),
    ('user=a from b from c port 7')
),
s2 AS NOT MATERIALIZED (
  SELECT
    regexp_extract(c1, '(?s)^user=(.*?) from (.*?) port (.*?)$', ['column0', 'column1', 'column2']) AS c3,
    regexp_matches(c1, '(?s)^user=(.*?) from (.*?) port (.*?)$') AS c4
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    c4,
    struct_extract(c3, 'column0') AS c5,
    struct_extract(c3, 'column1') AS c6,
    list_transform([struct_extract(c3, 'column2')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] AS c7
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    CASE WHEN c4 AND (c7 IS NOT NULL) THEN c5 ELSE '' END AS c8,
    CASE WHEN c4 AND (c7 IS NOT NULL) THEN c6 ELSE '' END AS c9,
    c7
  FROM s3
)
SELECT c8 AS "user", c9 AS "address", c7 AS "port"
FROM s4
