CREATE TEMP TABLE shared1 AS WITH s1 AS NOT MATERIALIZED (
  SELECT "f2_ipaddress" AS c3, "f5_attempts" AS c6
  FROM "signin_logs"
  WHERE "f5_attempts" >= 1::BIGINT
)
SELECT c3 AS k3, c6 AS k6
FROM s1;
WITH s1 AS NOT MATERIALIZED (
  SELECT count(*) AS c1
  FROM shared1
)
SELECT c1 AS "Count"
FROM s1;
WITH s1 AS NOT MATERIALIZED (
  SELECT
    k3 AS c1,
    CAST(xor(coalesce(sum(k6), 0) & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT) AS c2
  FROM shared1
  GROUP BY k3
)
SELECT c1 AS "IPAddress", c2 AS "sum_Attempts"
FROM s1;
SELECT "f2_filename" AS "FileName"
FROM "processes"
