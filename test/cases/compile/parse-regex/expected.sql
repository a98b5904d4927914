WITH s1(c1) AS NOT MATERIALIZED (
  VALUES ('GET /a/b?x=1 200'), ('put /c 404'), ('nothing')
),
s2 AS NOT MATERIALIZED (
  SELECT
    regexp_extract(c1, '(?i)(get|put) (.*) (\p{Nd})([-+]?[0-9]+)', ['group0', 'column0', 'group2', 'column1']) AS c3,
    regexp_matches(c1, '(?i)(get|put) (.*) (\p{Nd})([-+]?[0-9]+)') AS c4
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    c4,
    struct_extract(c3, 'column0') AS c5,
    list_transform([struct_extract(c3, 'column1')], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS INTEGER) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN TRY_CAST(list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('4294967296' AS HUGEINT) // 2 AND "bits" < CAST('4294967296' AS HUGEINT) THEN "bits" - CAST('4294967296' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] AS INTEGER) ELSE NULL END)[1] AS c6
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT CASE WHEN c4 AND (c6 IS NOT NULL) THEN c5 ELSE '' END AS c7, c6
  FROM s3
)
SELECT c7 AS "path", c6 AS "rest"
FROM s4
