WITH s1 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c1
  FROM "signin_logs"
  WHERE ("f0_timegenerated" >= 638501508000000000::BIGINT) AND ("f0_timegenerated" < 638502408000000000::BIGINT)
  UNION ALL
  SELECT "f1_devicename" AS c1
  FROM "processes"
  WHERE ("f0_timegenerated" >= 638501508000000000::BIGINT) AND ("f0_timegenerated" < 638502408000000000::BIGINT)
)
SELECT c1 AS "UserPrincipalName"
FROM s1
