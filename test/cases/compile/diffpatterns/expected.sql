-- diffpatterns: of all frequent patterns those of the greatest difference are chosen that tell of different rows; Azure’s own choice, which is not published, may differ
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
  SELECT
    c1,
    c2,
    coalesce(CASE WHEN c3 = 'failure' THEN 1e0 ELSE 0e0 END, 0e0) AS c6,
    coalesce(CASE WHEN c3 = 'success' THEN 1e0 ELSE 0e0 END, 0e0) AS c7
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    c1,
    c2,
    c6,
    c7,
    CASE WHEN (sum(c6) OVER (PARTITION BY c1) >= 0.05e0 * sum(c6) OVER ()) OR (sum(c7) OVER (PARTITION BY c1) >= 0.05e0 * sum(c7) OVER ()) THEN coalesce('=' || CAST(c1 AS VARCHAR), '') ELSE NULL END AS c8,
    CASE WHEN (sum(c6) OVER (PARTITION BY c2) >= 0.05e0 * sum(c6) OVER ()) OR (sum(c7) OVER (PARTITION BY c2) >= 0.05e0 * sum(c7) OVER ()) THEN coalesce('=' || CAST(c2 AS VARCHAR), '') ELSE NULL END AS c9
  FROM s2
  WHERE c6 <> 0 OR c7 <> 0
),
s4 AS NOT MATERIALIZED (
  SELECT c8 AS c11, any_value(c1) AS c10, c9 AS c13, any_value(c2) AS c12, sum(c6) AS c14, sum(c7) AS c15
  FROM s3
  GROUP BY c8, c9
),
s5 AS NOT MATERIALIZED (
  SELECT
    c10,
    c11,
    c12,
    c13,
    c14,
    c15,
    row_number() OVER (ORDER BY (c14 + c15) DESC NULLS LAST, c11 ASC NULLS LAST, c13 ASC NULLS LAST) AS c16
  FROM s4
),
s6 AS MATERIALIZED (
  SELECT
    kql_patterns('{"method":"diffpatterns","threshold":0.05,"dimensions":1000,"sizeWeight":0}', list(c14 ORDER BY c16), list(c15 ORDER BY c16), CAST([list(c11 ORDER BY c16), list(c13 ORDER BY c16)] AS VARCHAR[][])) AS c17,
    list(c10 ORDER BY c16) AS c18,
    list(c12 ORDER BY c16) AS c19
  FROM s5
),
s7 AS NOT MATERIALIZED (
  SELECT
    unnest(c17[1::BIGINT]) AS c20,
    unnest(c17[2::BIGINT]) AS c21,
    unnest(c17[3::BIGINT]) AS c22,
    unnest(c17[4::BIGINT]) AS c23,
    unnest(c17[5::BIGINT]) AS c24,
    unnest(c17[6::BIGINT]) AS c25,
    unnest(c17[7::BIGINT]) AS c26,
    unnest(c17[8::BIGINT]) AS c27,
    c18,
    c19
  FROM s6
),
s8 AS NOT MATERIALIZED (
  SELECT
    CAST(round(c20) AS BIGINT) AS c28,
    CAST(round(c21) AS BIGINT) AS c29,
    CAST(round(c22) AS BIGINT) AS c30,
    c23,
    c24,
    c25,
    CASE WHEN c26 IS NULL THEN '' ELSE c18[CAST(c26 AS BIGINT)] END AS c31,
    CASE WHEN c27 IS NULL THEN '' ELSE c19[CAST(c27 AS BIGINT)] END AS c32,
    '' AS c33
  FROM s7
)
SELECT
  c28 AS "SegmentId",
  c29 AS "CountA",
  c30 AS "CountB",
  c23 AS "PercentA",
  c24 AS "PercentB",
  c25 AS "PercentDiffAB",
  c31 AS "Country",
  c32 AS "Client",
  c33 AS "Result"
FROM s8
