WITH s1(c1, c2, c3, c4) AS NOT MATERIALIZED (
  VALUES
    ('a', CAST(0::BIGINT AS INTEGER), 'System.String', 'string'),
    ('b', CAST(1::BIGINT AS INTEGER), 'System.Int32', 'int')
),
s2(c5, c6, c7, c8) AS NOT MATERIALIZED (
  VALUES
    ('a', CAST(0::BIGINT AS INTEGER), 'System.DateTime', 'datetime'),
    ('c', CAST(1::BIGINT AS INTEGER), 'System.Int64', 'long'),
    ('b', CAST(2::BIGINT AS INTEGER), 'System.Int64', 'long')
),
s3 AS NOT MATERIALIZED (
  SELECT c1 AS c9, c2 AS c10, c3 AS c11, c4 AS c12
  FROM s1
  UNION ALL
  SELECT c5 AS c9, c6 AS c10, c7 AS c11, c8 AS c12
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT c9, TRY_CAST(c10 AS BIGINT) AS c13, c11, c12
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT
    c9 AS c14,
    max(c13) AS c15,
    count(DISTINCT c13) AS c16,
    count(DISTINCT c12) AS c17,
    count(*) FILTER (WHERE (c12 IN ('int', 'long', 'real'))) AS c18,
    count(*) AS c19,
    count(*) FILTER (WHERE (c12 = 'real')) AS c20,
    coalesce(any_value(nullif(c12, '')), '') AS c21,
    coalesce(any_value(nullif(c11, '')), '') AS c22
  FROM s4
  GROUP BY c9
),
s6 AS NOT MATERIALIZED (
  SELECT
    c14,
    c15,
    c16,
    c17,
    CASE WHEN coalesce(c17 = 1::BIGINT, FALSE) THEN c21 WHEN CASE WHEN c18 IS NULL AND c19 IS NULL THEN NULL ELSE c18 IS NOT DISTINCT FROM c19 END THEN CASE WHEN c20 > 0::BIGINT THEN 'real' ELSE 'long' END ELSE 'ERROR(types of the column differ)' END AS c23,
    c22
  FROM s5
),
s7 AS NOT MATERIALIZED (
  SELECT
    c14,
    c15,
    c17,
    CASE WHEN FALSE AND (c16 > 1::BIGINT) THEN 'ERROR(columns are out of order)' ELSE c23 END AS c24,
    c22
  FROM s6
),
s8 AS NOT MATERIALIZED (
  SELECT
    c14,
    c15,
    c24,
    CASE WHEN starts_with(c24, 'ERROR') THEN concat('ERROR(unknown CSL type:', c24, ')') WHEN coalesce(c17 = 1::BIGINT, FALSE) THEN c22 WHEN c24 = 'real' THEN 'System.Double' ELSE 'System.Int64' END AS c25,
    starts_with(c24, 'ERROR') AS c26
  FROM s7
),
s9 AS NOT MATERIALIZED (
  SELECT
    c14,
    c15,
    c24,
    c25,
    c26,
    (row_number() OVER (ORDER BY c26 ASC NULLS FIRST, c15 ASC NULLS FIRST, c14 ASC NULLS FIRST)) + (0::BIGINT - 1) AS c27,
    row_number() OVER (ORDER BY c26 ASC NULLS FIRST, c15 ASC NULLS FIRST, c14 ASC NULLS FIRST) AS c28
  FROM s8
),
s10 AS NOT MATERIALIZED (
  SELECT c14, CASE WHEN c26 THEN (-1::BIGINT) WHEN FALSE THEN c15 ELSE c27 END AS c29, c24, c25, c28
  FROM s9
)
SELECT c14 AS "ColumnName", c29 AS "ColumnOrdinal", c25 AS "DataType", c24 AS "ColumnType"
FROM s10
ORDER BY s10.c28 ASC NULLS LAST
