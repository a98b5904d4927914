WITH s1 AS NOT MATERIALIZED (
  SELECT "f0_timegenerated" AS c1, "f0_timegenerated" AS c9, "rowid" AS c10
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT c1, row_number() OVER (ORDER BY c9 ASC NULLS FIRST, c10 ASC NULLS LAST) AS c12
  FROM s1
),
s3 AS MATERIALIZED (
  SELECT c1, epoch_us(c1) * 10 AS c13, FALSE AS c14, c12
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    unnest(list(c12 ORDER BY c12)) AS c15,
    unnest(row_window_session(list(c13 ORDER BY c12), list(c14 ORDER BY c12), 864000000000::BIGINT, 1728000000000::BIGINT)) AS c16
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT c1, make_timestamp(c16 // 10) AS c17
  FROM s3
  JOIN s4 ON c12 = c15
),
s6 AS NOT MATERIALIZED (
  SELECT c17 AS c18, count(*) AS c19, max(c1) AS c20
  FROM s5
  GROUP BY c17
)
SELECT c18 AS "begin", c19 AS "events", c20 AS "latest"
FROM s6
ORDER BY s6.c18 ASC NULLS FIRST
