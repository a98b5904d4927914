WITH s1 AS NOT MATERIALIZED (
  SELECT "f0_timegenerated" AS c1, "f3_resulttype" AS c4, lower("f1_userprincipalname") AS c9
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT
    c9 AS c12,
    CAST(round((100e0 * TRY_CAST(count(*) FILTER (WHERE (c4 <> '0')) AS DOUBLE)) / TRY_CAST(count(*) AS DOUBLE), CAST(1::BIGINT AS INTEGER)) AS DOUBLE) AS c13,
    (epoch_us(max(c1)) - epoch_us(min(c1))) * 10 AS c14
  FROM s1
  GROUP BY c9
)
SELECT c12 AS "UserPrincipalName", c13 AS "rate", c14 AS "span"
FROM s2
ORDER BY s2.c12 ASC NULLS FIRST
