SELECT "f2_ipaddress" AS "IPAddress"
FROM "signin_logs"
WHERE "f5_attempts" > 2::BIGINT;
WITH s1 AS NOT MATERIALIZED (
  SELECT "f3_resulttype" AS c1, count(*) AS c2
  FROM "signin_logs"
  GROUP BY "f3_resulttype"
)
SELECT c1 AS "ResultType", c2 AS "count_ResultType"
FROM s1;
WITH s1 AS NOT MATERIALIZED (
  SELECT "f6_isinteractive" AS c1, count(*) AS c2
  FROM "signin_logs"
  GROUP BY "f6_isinteractive"
)
SELECT c1 AS "IsInteractive", c2 AS "count_IsInteractive"
FROM s1
