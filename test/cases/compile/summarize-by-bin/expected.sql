WITH s1 AS NOT MATERIALIZED (
  SELECT "f3_resulttype" AS c4, "f5_attempts" AS c6, "f0_timegenerated" - "f0_timegenerated" % 864000000000::BIGINT AS c9
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT
    c9 AS c11,
    count(*) AS c12,
    count(*) FILTER (WHERE (c4 <> '0')) AS c13,
    CAST(xor(coalesce(sum(c6), 0) & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT) AS c14
  FROM s1
  GROUP BY c9
)
SELECT c11 AS "TimeGenerated", c12 AS "count_", c13 AS "failures", c14 AS "sum_Attempts"
FROM s2
ORDER BY s2.c11 ASC NULLS FIRST
