WITH s1 AS MATERIALIZED (
  SELECT "f0_timegenerated" AS c1
  FROM "signin_logs"
  WHERE "f5_attempts" > 1::BIGINT
),
s2 AS MATERIALIZED (
  SELECT count() AS c10
  FROM s1
)
SELECT NULL AS "nothing"
FROM s2
WHERE c10 < 0::BIGINT
