WITH s1 AS NOT MATERIALIZED (
  SELECT "f0_timegenerated" AS c1, "rowid" AS c9
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT c1, row_number() OVER (ORDER BY c1 ASC NULLS FIRST, c9 ASC NULLS LAST) AS c10
  FROM s1
),
s3 AS MATERIALIZED (
  SELECT c1, epoch_us(c1) * 10 AS c11, c10
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    unnest(list(c10 ORDER BY c10)) AS c12,
    unnest(row_window_session(list(c11 ORDER BY c10), CAST([] AS BOOLEAN[]), 864000000000::BIGINT, 1728000000000::BIGINT)) AS c13
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT c1, make_timestamp(c13 // 10) AS c14
  FROM s3
  JOIN s4 ON c10 = c12
),
s6 AS NOT MATERIALIZED (
  SELECT c14 AS c15, count(*) AS c16, max(c1) AS c17
  FROM s5
  GROUP BY c14
)
SELECT c15 AS "begin", c16 AS "events", c17 AS "latest"
FROM s6
ORDER BY s6.c15 ASC NULLS FIRST
