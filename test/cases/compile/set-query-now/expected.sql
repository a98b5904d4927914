WITH s1 AS NOT MATERIALIZED (
  SELECT count(*) AS c1
  FROM "signin_logs"
  WHERE "f0_timegenerated" > 638501184000000000::BIGINT
)
SELECT c1 AS "Count"
FROM s1
