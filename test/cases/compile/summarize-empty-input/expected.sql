WITH s1 AS NOT MATERIALIZED (
  SELECT
    count(*) AS c1,
    CAST(xor(coalesce(sum("f5_attempts"), 0) & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT) AS c2,
    max("f0_timegenerated") AS c3,
    coalesce(to_json(list_slice(list_sort(list(DISTINCT "f2_ipaddress")), 1, greatest(1048576::BIGINT, 0))), CAST('[]' AS JSON)) AS c4,
    coalesce(avg("f4_riskscore"), 'nan'::DOUBLE) AS c5
  FROM "signin_logs"
  WHERE FALSE
)
SELECT c1 AS "count_", c2 AS "sum_Attempts", c3 AS "max_TimeGenerated", c4 AS "set_IPAddress", c5 AS "avg_RiskScore"
FROM s1
