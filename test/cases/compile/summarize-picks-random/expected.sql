WITH s1 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c2, random() AS c9
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT coalesce(arg_max(row(c9, c9, c2), c9), first(row(c9, c9, c2)))[1] AS c11, max(c9) AS c14
  FROM s1
)
SELECT
  CASE WHEN c11 IS NULL AND c14 IS NULL THEN NULL ELSE (c11 IS NOT DISTINCT FROM c14) AND NOT isnan(c11) END AS "same"
FROM s2
