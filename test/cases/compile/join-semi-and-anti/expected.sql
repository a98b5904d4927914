WITH s1 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c2, "f3_resulttype" AS c4
  FROM "signin_logs"
  WHERE "f3_resulttype" = '0'
),
s2 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c12
  FROM "signin_logs"
  WHERE "f3_resulttype" = '50126'
),
s3 AS NOT MATERIALIZED (
  SELECT "l".c2 AS c22, "l".c4 AS c24
  FROM s1 AS "l"
  ANTI JOIN s2 AS "r" ON "l".c2 = "r".c12
),
s4 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c30, "f3_resulttype" AS c32
  FROM "signin_logs"
  WHERE "f3_resulttype" = '0'
),
s5 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c40
  FROM "signin_logs"
  WHERE "f3_resulttype" = '50126'
),
s6 AS NOT MATERIALIZED (
  SELECT "l".c30 AS c50, "l".c32 AS c52
  FROM s4 AS "l"
  SEMI JOIN s5 AS "r" ON "l".c30 = "r".c40
),
s7 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c58
  FROM "signin_logs"
  WHERE "f3_resulttype" = '0'
),
s8 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c68, "f3_resulttype" AS c70
  FROM "signin_logs"
  WHERE "f3_resulttype" = '50126'
),
s9 AS NOT MATERIALIZED (
  SELECT "r".c68 AS c78, "r".c70 AS c80
  FROM s8 AS "r"
  ANTI JOIN s7 AS "l" ON "l".c58 = "r".c68
),
s10 AS NOT MATERIALIZED (
  SELECT c22 AS c86, c24 AS c88, 'anti' AS c93
  FROM s3
  UNION ALL
  SELECT c50 AS c86, c52 AS c88, 'semi' AS c93
  FROM s6
  UNION ALL
  SELECT c78 AS c86, c80 AS c88, 'rightanti' AS c93
  FROM s9
)
SELECT c93 AS "side", c86 AS "UserPrincipalName", c88 AS "ResultType"
FROM s10
