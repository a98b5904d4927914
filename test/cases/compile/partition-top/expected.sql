WITH s1 AS NOT MATERIALIZED (
  SELECT "f0_timegenerated" AS c1, "f2_ipaddress" AS c3, lower("f1_userprincipalname") AS c9, "rowid" AS c10
  FROM "signin_logs"
  WHERE NOT ("f1_userprincipalname" = '')
),
s2 AS NOT MATERIALIZED (
  SELECT c1, c3, c9, c10
  FROM s1
  QUALIFY row_number() OVER (PARTITION BY c9 ORDER BY c1 DESC NULLS LAST, c10 ASC NULLS LAST) <= 1::BIGINT
)
SELECT c9 AS "user", c3 AS "IPAddress"
FROM s2
ORDER BY s2.c1 DESC NULLS LAST, s2.c10 ASC NULLS LAST
