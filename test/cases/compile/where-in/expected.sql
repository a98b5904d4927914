WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f1_userprincipalname" AS c2,
    "f5_attempts" AS c6,
    "f1_userprincipalname" IN ('bob@contoso.com') AS c9,
    lower("f1_userprincipalname") IN ('bob@contoso.com') AS c10,
    ("f5_attempts" IN (1::BIGINT, 3::BIGINT)) IS NOT TRUE AS c11
  FROM "signin_logs"
  WHERE ("f5_attempts" IN (1::BIGINT)) IS NOT TRUE
)
SELECT c2 AS "UserPrincipalName", c6 AS "Attempts", c9 AS "a", c10 AS "b", c11 AS "c"
FROM s1
