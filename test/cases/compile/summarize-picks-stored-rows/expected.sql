WITH s1 AS NOT MATERIALIZED (
  SELECT "f0_timegenerated" AS c1, "f4_riskscore" AS c5, lower("f1_userprincipalname") AS c9, "rowid" AS c11
  FROM "signin_logs"
  WHERE "f5_attempts" > 0::BIGINT
),
s2 AS NOT MATERIALIZED (
  SELECT
    c9 AS c12,
    count(*) AS c27,
    arg_max(c11, coalesce(c1, (-1::BIGINT))) AS c13,
    coalesce(arg_min(c11, c5), first(c11)) AS c24
  FROM s1
  GROUP BY c9
),
s3 AS NOT MATERIALIZED (
  SELECT
    c12,
    c27,
    c24,
    "f0_timegenerated" AS c14,
    "f0_timegenerated" - "f0_timegenerated" % 864000000000::BIGINT AS c15,
    coalesce(json_extract_string("f7_devicedetail", '$."os"'), '') AS c16,
    "f1_userprincipalname" AS c17,
    "f2_ipaddress" AS c18,
    "f3_resulttype" AS c19,
    "f4_riskscore" AS c20,
    "f5_attempts" AS c21,
    "f6_isinteractive" AS c22,
    "f7_devicedetail" AS c23
  FROM s2
  JOIN "signin_logs" ON "rowid" = c13
),
s4 AS NOT MATERIALIZED (
  SELECT c12, c27, c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, "f4_riskscore" AS c25, "f2_ipaddress" AS c26
  FROM s3
  JOIN "signin_logs" ON "rowid" = c24
)
SELECT
  c12 AS "user",
  c14 AS "TimeGenerated",
  c15 AS "day",
  c16 AS "os",
  c17 AS "UserPrincipalName",
  c18 AS "IPAddress",
  c19 AS "ResultType",
  c20 AS "RiskScore",
  c21 AS "Attempts",
  c22 AS "IsInteractive",
  c23 AS "DeviceDetail",
  c25 AS "least",
  c26 AS "IPAddress1",
  c27 AS "rows"
FROM s4
ORDER BY s4.c12 ASC NULLS FIRST
