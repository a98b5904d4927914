-- basket: every row is counted; Azure takes a sample first, so that patterns near the threshold may differ
WITH s1(c1, c2, c3) AS NOT MATERIALIZED (
  VALUES
    ('NO', 'browser', 'failure'),
    ('NO', 'browser', 'failure'),
    ('NO', 'mobile', 'success'),
    ('SE', 'browser', 'failure'),
    ('DK', 'browser', 'failure'),
    ('DK', 'mobile', 'success'),
    ('FI', 'mobile', 'failure')
),
s2 AS NOT MATERIALIZED (
  SELECT c1, c2, c3, coalesce(1e0, 0e0) AS c6, coalesce(0e0, 0e0) AS c7
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    c1,
    c2,
    c3,
    c6,
    c7,
    CASE WHEN sum(c6) OVER (PARTITION BY c1) >= 0.25e0 * sum(c6) OVER () THEN coalesce('=' || CAST(c1 AS VARCHAR), '') ELSE NULL END AS c8,
    CASE WHEN sum(c6) OVER (PARTITION BY c2) >= 0.25e0 * sum(c6) OVER () THEN coalesce('=' || CAST(c2 AS VARCHAR), '') ELSE NULL END AS c9,
    CASE WHEN sum(c6) OVER (PARTITION BY c3) >= 0.25e0 * sum(c6) OVER () THEN coalesce('=' || CAST(c3 AS VARCHAR), '') ELSE NULL END AS c10
  FROM s2
  WHERE c6 <> 0 OR c7 <> 0
),
s4 AS NOT MATERIALIZED (
  SELECT
    c8 AS c12,
    any_value(c1) AS c11,
    c9 AS c14,
    any_value(c2) AS c13,
    c10 AS c16,
    any_value(c3) AS c15,
    sum(c6) AS c17,
    sum(c7) AS c18
  FROM s3
  GROUP BY c8, c9, c10
),
s5 AS NOT MATERIALIZED (
  SELECT
    c11,
    c12,
    c13,
    c14,
    c15,
    c16,
    c17,
    c18,
    row_number() OVER (ORDER BY (c17 + c18) DESC NULLS LAST, c12 ASC NULLS LAST, c14 ASC NULLS LAST, c16 ASC NULLS LAST) AS c19
  FROM s4
),
s6 AS MATERIALIZED (
  SELECT
    kql_patterns('{"method":"basket","threshold":0.25,"dimensions":5,"sizeWeight":0}', list(c17 ORDER BY c19), list(c18 ORDER BY c19), CAST([list(c12 ORDER BY c19), list(c14 ORDER BY c19), list(c16 ORDER BY c19)] AS VARCHAR[][])) AS c20,
    list(c11 ORDER BY c19) AS c21,
    list(c13 ORDER BY c19) AS c22,
    list(c15 ORDER BY c19) AS c23
  FROM s5
),
s7 AS NOT MATERIALIZED (
  SELECT
    unnest(c20[1::BIGINT]) AS c24,
    unnest(c20[2::BIGINT]) AS c25,
    unnest(c20[3::BIGINT]) AS c26,
    unnest(c20[4::BIGINT]) AS c27,
    unnest(c20[5::BIGINT]) AS c28,
    unnest(c20[6::BIGINT]) AS c29,
    c21,
    c22,
    c23
  FROM s6
),
s8 AS NOT MATERIALIZED (
  SELECT
    CAST(round(c24) AS BIGINT) AS c30,
    CAST(round(c25) AS BIGINT) AS c31,
    c26,
    CASE WHEN c27 IS NULL THEN '' ELSE c21[CAST(c27 AS BIGINT)] END AS c32,
    CASE WHEN c28 IS NULL THEN '' ELSE c22[CAST(c28 AS BIGINT)] END AS c33,
    CASE WHEN c29 IS NULL THEN '' ELSE c23[CAST(c29 AS BIGINT)] END AS c34
  FROM s7
)
SELECT c30 AS "SegmentId", c31 AS "Count", c26 AS "Percent", c32 AS "Country", c33 AS "Client", c34 AS "Result"
FROM s8
