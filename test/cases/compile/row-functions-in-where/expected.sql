WITH s1 AS NOT MATERIALIZED (
  SELECT "f0_timegenerated" AS c1, "f2_ipaddress" AS c3, "rowid" AS c9
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT
    c3,
    lag(c3, 1::BIGINT, '') OVER (ORDER BY c1 ASC NULLS FIRST, c9 ASC NULLS LAST) AS c10,
    row_number() OVER (ORDER BY c1 ASC NULLS FIRST, c9 ASC NULLS LAST) AS c11
  FROM s1
)
SELECT c3 AS "IPAddress"
FROM s2
WHERE c3 <> c10
ORDER BY s2.c11 ASC NULLS LAST
