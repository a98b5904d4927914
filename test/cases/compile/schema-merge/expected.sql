WITH s1(c1, c2, c3, c4) AS NOT MATERIALIZED (
  VALUES
    ('a', CAST(0::BIGINT AS INTEGER), 'System.String', 'string'),
    ('b', CAST(1::BIGINT AS INTEGER), 'System.Int32', 'int'),
    ('c', CAST(2::BIGINT AS INTEGER), 'System.Int64', 'long')
),
s2(c5, c6, c7, c8) AS NOT MATERIALIZED (
  VALUES
    ('a', CAST(0::BIGINT AS INTEGER), 'System.String', 'string'),
    ('c', CAST(1::BIGINT AS INTEGER), 'System.Int64', 'long'),
    ('b', CAST(2::BIGINT AS INTEGER), 'System.Int32', 'int'),
    ('d', CAST(3::BIGINT AS INTEGER), 'System.Double', 'real')
),
s3(c9, c10, c11, c12) AS NOT MATERIALIZED (
  VALUES
    ('a', CAST(0::BIGINT AS INTEGER), 'System.String', 'string'),
    ('x', CAST(1::BIGINT AS INTEGER), 'System.Int32', 'int'),
    ('y', CAST(2::BIGINT AS INTEGER), 'System.Int32', 'int'),
    ('d', CAST(3::BIGINT AS INTEGER), 'System.Int64', 'long')
),
s4 AS NOT MATERIALIZED (
  SELECT c1 AS c13, c2 AS c14, c3 AS c15, c4 AS c16
  FROM s1
  UNION ALL
  SELECT c5 AS c13, c6 AS c14, c7 AS c15, c8 AS c16
  FROM s2
  UNION ALL
  SELECT c9 AS c13, c10 AS c14, c11 AS c15, c12 AS c16
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT c13, TRY_CAST(c14 AS BIGINT) AS c17, c15, c16
  FROM s4
),
s6 AS NOT MATERIALIZED (
  SELECT
    c13 AS c18,
    max(c17) AS c19,
    count(DISTINCT c17) AS c20,
    count(DISTINCT c16) AS c21,
    count(*) FILTER (WHERE (c16 IN ('int', 'long', 'real'))) AS c22,
    count(*) AS c23,
    count(*) FILTER (WHERE (c16 = 'real')) AS c24,
    coalesce(any_value(nullif(c16, '')), '') AS c25,
    coalesce(any_value(nullif(c15, '')), '') AS c26
  FROM s5
  GROUP BY c13
),
s7 AS NOT MATERIALIZED (
  SELECT
    c18,
    c19,
    c20,
    c21,
    CASE WHEN coalesce(c21 = 1::BIGINT, FALSE) THEN c25 WHEN CASE WHEN c22 IS NULL AND c23 IS NULL THEN NULL ELSE c22 IS NOT DISTINCT FROM c23 END THEN CASE WHEN c24 > 0::BIGINT THEN 'real' ELSE 'long' END ELSE 'ERROR(types of the column differ)' END AS c27,
    c26
  FROM s6
),
s8 AS NOT MATERIALIZED (
  SELECT
    c18,
    c19,
    c21,
    CASE WHEN TRUE AND (c20 > 1::BIGINT) THEN 'ERROR(columns are out of order)' ELSE c27 END AS c28,
    c26
  FROM s7
),
s9 AS NOT MATERIALIZED (
  SELECT
    c18,
    c19,
    c28,
    CASE WHEN starts_with(c28, 'ERROR') THEN concat('ERROR(unknown CSL type:', c28, ')') WHEN coalesce(c21 = 1::BIGINT, FALSE) THEN c26 WHEN c28 = 'real' THEN 'System.Double' ELSE 'System.Int64' END AS c29,
    starts_with(c28, 'ERROR') AS c30
  FROM s8
),
s10 AS NOT MATERIALIZED (
  SELECT
    c18,
    c19,
    c28,
    c29,
    c30,
    (row_number() OVER (ORDER BY c30 ASC NULLS FIRST, c19 ASC NULLS FIRST, c18 ASC NULLS FIRST)) + (0::BIGINT - 1) AS c31,
    row_number() OVER (ORDER BY c30 ASC NULLS FIRST, c19 ASC NULLS FIRST, c18 ASC NULLS FIRST) AS c32
  FROM s9
),
s11 AS NOT MATERIALIZED (
  SELECT c18, CASE WHEN c30 THEN (-1::BIGINT) WHEN TRUE THEN c19 ELSE c31 END AS c33, c28, c29, c32
  FROM s10
)
SELECT c18 AS "ColumnName", c33 AS "ColumnOrdinal", c29 AS "DataType", c28 AS "ColumnType"
FROM s11
ORDER BY s11.c32 ASC NULLS LAST
