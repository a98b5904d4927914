WITH s1 AS NOT MATERIALIZED (
  SELECT "f0_timegenerated" AS c1, "f3_resulttype" AS c4, lower("f1_userprincipalname") AS c9
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT
    c9 AS c11,
    round((100e0 * TRY_CAST(count(*) FILTER (WHERE (c4 <> '0')) AS DOUBLE)) / TRY_CAST(count(*) AS DOUBLE), CAST(1::BIGINT AS INTEGER)) AS c12,
    max(c1) - min(c1) AS c13
  FROM s1
  GROUP BY c9
)
SELECT c11 AS "UserPrincipalName", c12 AS "rate", c13 AS "span"
FROM s2
ORDER BY s2.c11 ASC NULLS FIRST
