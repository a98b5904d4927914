WITH s1 AS NOT MATERIALIZED (
  SELECT "f0_timegenerated" - "f0_timegenerated" % 864000000000::BIGINT AS c9
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT c9 AS c11, count(*) AS c12
  FROM s1
  GROUP BY c9
)
SELECT c11 AS "TimeGenerated", c12 AS "count_"
FROM s2
ORDER BY s2.c11 ASC NULLS FIRST
