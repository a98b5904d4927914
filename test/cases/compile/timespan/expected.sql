WITH s1 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c1
  FROM "signin_logs"
  WHERE ("f0_timegenerated" >= TIMESTAMP '2024-05-01 09:00:00') AND ("f0_timegenerated" < TIMESTAMP '2024-05-02 10:00:00')
  UNION ALL
  SELECT "f1_devicename" AS c1
  FROM "processes"
  WHERE ("f0_timegenerated" >= TIMESTAMP '2024-05-01 09:00:00') AND ("f0_timegenerated" < TIMESTAMP '2024-05-02 10:00:00')
)
SELECT c1 AS "UserPrincipalName"
FROM s1
