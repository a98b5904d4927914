WITH s1 AS NOT MATERIALIZED (
  SELECT arg_max("rowid", coalesce("f0_timegenerated", (-1::BIGINT))) AS c1
  FROM "signin_logs"
  WHERE "f5_attempts" > 1000::BIGINT
),
s2 AS NOT MATERIALIZED (
  SELECT
    CASE WHEN "rowid" IS NULL THEN CAST(NULL AS BIGINT) ELSE "f0_timegenerated" END AS c2,
    CASE WHEN "rowid" IS NULL THEN CAST(NULL AS BIGINT) ELSE 1::BIGINT END AS c3,
    CASE WHEN "rowid" IS NULL THEN '' ELSE 'x' END AS c4,
    CASE WHEN "rowid" IS NULL THEN CAST(NULL AS BOOLEAN) ELSE "f2_ipaddress" = '' END AS c5
  FROM s1
  LEFT JOIN "signin_logs" ON "rowid" = c1
)
SELECT c2 AS "TimeGenerated", c3 AS "one", c4 AS "text", c5 AS "max_TimeGenerated_arg3"
FROM s2
