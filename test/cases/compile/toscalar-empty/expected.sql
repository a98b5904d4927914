WITH s1 AS MATERIALIZED (
  SELECT "f5_attempts" AS c1
  FROM "signin_logs"
  WHERE FALSE
  ORDER BY "rowid" ASC NULLS LAST
  LIMIT 1::BIGINT
),
s2 AS MATERIALIZED (
  SELECT "f2_ipaddress" AS c2
  FROM "signin_logs"
  WHERE FALSE
  ORDER BY "rowid" ASC NULLS LAST
  LIMIT 1::BIGINT
)
SELECT
  (
    SELECT c1
    FROM s1
  ) AS "number",
  coalesce((
    SELECT c2
    FROM s2
  ), '') AS "text"
