WITH s1 AS NOT MATERIALIZED (
  SELECT "f5_attempts" AS c1, "f1_userprincipalname" AS c2, "f0_timegenerated" AS c3
  FROM "signin_logs"
  LIMIT 2::BIGINT
)
SELECT c1 AS "Attempts", c2 AS "User", c3 AS "TimeGenerated"
FROM s1
