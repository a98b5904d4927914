CREATE TEMP TABLE shared1 AS WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f0_timegenerated" AS c1,
    "f1_userprincipalname" AS c2,
    "f2_ipaddress" AS c3,
    "f3_resulttype" AS c4,
    "f4_riskscore" AS c5,
    "f5_attempts" AS c6,
    "f6_isinteractive" AS c7,
    "f7_devicedetail" AS c8,
    "rowid" AS c9
  FROM "signin_logs"
  WHERE "f3_resulttype" <> ''
)
SELECT c1 AS k1, c2 AS k2, c3 AS k3, c4 AS k4, c5 AS k5, c6 AS k6, c7 AS k7, c8 AS k8, c9 AS k9
FROM s1;
SELECT k2 AS "UserPrincipalName", k6 AS "Attempts"
FROM shared1
WHERE k6 > 2::BIGINT;
WITH s1 AS NOT MATERIALIZED (
  SELECT k4 AS c1, count(*) AS c2
  FROM shared1
  GROUP BY k4
)
SELECT c1 AS "ResultType", c2 AS "count_"
FROM s1;
WITH s1 AS NOT MATERIALIZED (
  SELECT k1 AS c1, k2 AS c2, k3 AS c3, k4 AS c4, k5 AS c5, k6 AS c6, k7 AS c7, k8 AS c8, k9 AS c9
  FROM shared1
  ORDER BY k6 DESC NULLS LAST, k9 ASC NULLS LAST
  LIMIT 1::BIGINT
)
SELECT
  c1 AS "TimeGenerated",
  c2 AS "UserPrincipalName",
  c3 AS "IPAddress",
  c4 AS "ResultType",
  c5 AS "RiskScore",
  c6 AS "Attempts",
  c7 AS "IsInteractive",
  c8 AS "DeviceDetail"
FROM s1
ORDER BY s1.c6 DESC NULLS LAST, s1.c9 ASC NULLS LAST
