WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f0_timegenerated" AS c1,
    "f2_ipaddress" AS c3,
    coalesce(CAST(CAST(length("f2_ipaddress") AS BIGINT) AS VARCHAR), '') AS c9
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT
    c9 AS c11,
    coalesce(to_json(list_sort(list(DISTINCT c3))), CAST('[]' AS JSON)) AS c12,
    coalesce(arg_max(row(c1, c3), c1), first(row(c1, c3)))[1] AS c13,
    coalesce(coalesce(arg_max(row(c1, c3), c1), first(row(c1, c3)))[2], '') AS c14
  FROM s1
  GROUP BY c9
)
SELECT c11 AS "IPAddress", c12 AS "users", c13 AS "latest", c14 AS "IPAddress1"
FROM s2
ORDER BY s2.c11 ASC NULLS FIRST
