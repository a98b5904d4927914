WITH s1 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c2, "f3_resulttype" AS c4
  FROM "signin_logs"
  WHERE "f3_resulttype" = '0'
),
s2 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c11
  FROM "signin_logs"
  WHERE "f3_resulttype" = '50126'
),
s3 AS NOT MATERIALIZED (
  SELECT "l".c2 AS c20, "l".c4 AS c22
  FROM s1 AS "l"
  ANTI JOIN s2 AS "r" ON "l".c2 = "r".c11
),
s4 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c28, "f3_resulttype" AS c30
  FROM "signin_logs"
  WHERE "f3_resulttype" = '0'
),
s5 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c37
  FROM "signin_logs"
  WHERE "f3_resulttype" = '50126'
),
s6 AS NOT MATERIALIZED (
  SELECT "l".c28 AS c46, "l".c30 AS c48
  FROM s4 AS "l"
  SEMI JOIN s5 AS "r" ON "l".c28 = "r".c37
),
s7 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c54
  FROM "signin_logs"
  WHERE "f3_resulttype" = '0'
),
s8 AS NOT MATERIALIZED (
  SELECT "f1_userprincipalname" AS c63, "f3_resulttype" AS c65
  FROM "signin_logs"
  WHERE "f3_resulttype" = '50126'
),
s9 AS NOT MATERIALIZED (
  SELECT "r".c63 AS c72, "r".c65 AS c74
  FROM s8 AS "r"
  ANTI JOIN s7 AS "l" ON "l".c54 = "r".c63
),
s10 AS NOT MATERIALIZED (
  SELECT c20 AS c80, c22 AS c82, 'anti' AS c87
  FROM s3
  UNION ALL
  SELECT c46 AS c80, c48 AS c82, 'semi' AS c87
  FROM s6
  UNION ALL
  SELECT c72 AS c80, c74 AS c82, 'rightanti' AS c87
  FROM s9
)
SELECT c87 AS "side", c80 AS "UserPrincipalName", c82 AS "ResultType"
FROM s10
