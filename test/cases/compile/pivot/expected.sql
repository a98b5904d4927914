WITH s1 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c2, coalesce(json_extract_string("f7_devicedetail", '$."os"'), '') AS c9
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT c2 AS c11, count(*) FILTER (WHERE (c9 = 'Windows')) AS c12, count(*) FILTER (WHERE (c9 = 'Linux')) AS c13
  FROM s1
  WHERE NOT (c9 = '')
  GROUP BY c2
)
SELECT c11 AS "UserPrincipalName", c12 AS "Windows", c13 AS "Linux"
FROM s2
