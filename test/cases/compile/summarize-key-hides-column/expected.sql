WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f0_timegenerated" AS c1,
    "f2_ipaddress" AS c3,
    coalesce(CAST(CAST(length("f2_ipaddress") AS BIGINT) AS VARCHAR), '') AS c9,
    "rowid" AS c10
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT
    c9 AS c11,
    coalesce(to_json(list_slice(list_sort(list(DISTINCT c3)), 1, greatest(1048576::BIGINT, 0))), CAST('[]' AS JSON)) AS c12,
    arg_max(c10, coalesce(c1, (-1::BIGINT))) AS c13
  FROM s1
  GROUP BY c9
),
s3 AS NOT MATERIALIZED (
  SELECT c11, c12, "f0_timegenerated" AS c14, "f2_ipaddress" AS c15
  FROM s2
  JOIN "signin_logs" ON "rowid" = c13
)
SELECT c11 AS "IPAddress", c12 AS "users", c14 AS "latest", c15 AS "IPAddress1"
FROM s3
ORDER BY s3.c11 ASC NULLS FIRST
