WITH s1 AS MATERIALIZED (
  SELECT "f1_userprincipalname" AS c2, "f3_resulttype" AS c4
  FROM "signin_logs"
  WHERE "f3_resulttype" = '0'
),
s2 AS MATERIALIZED (
  SELECT "f1_userprincipalname" AS c11, "f3_resulttype" AS c13
  FROM "signin_logs"
  WHERE "f3_resulttype" = '50126'
),
s3 AS NOT MATERIALIZED (
  SELECT "l".c2 AS c20, "l".c4 AS c22
  FROM s1 AS "l"
  ANTI JOIN s2 AS "r" ON "l".c2 = "r".c11
),
s4 AS NOT MATERIALIZED (
  SELECT "l".c2 AS c28, "l".c4 AS c30
  FROM s1 AS "l"
  SEMI JOIN s2 AS "r" ON "l".c2 = "r".c11
),
s5 AS NOT MATERIALIZED (
  SELECT "r".c11 AS c36, "r".c13 AS c38
  FROM s2 AS "r"
  ANTI JOIN s1 AS "l" ON "l".c2 = "r".c11
),
s6 AS NOT MATERIALIZED (
  SELECT c20 AS c44, c22 AS c46, 'anti' AS c51
  FROM s3
  UNION ALL
  SELECT c28 AS c44, c30 AS c46, 'semi' AS c51
  FROM s4
  UNION ALL
  SELECT c36 AS c44, c38 AS c46, 'rightanti' AS c51
  FROM s5
)
SELECT c51 AS "side", c44 AS "UserPrincipalName", c46 AS "ResultType"
FROM s6
