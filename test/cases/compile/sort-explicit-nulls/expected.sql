SELECT "f5_attempts" AS "Attempts", "f1_userprincipalname" AS "UserPrincipalName"
FROM "signin_logs"
ORDER BY
  "signin_logs"."f5_attempts" ASC NULLS LAST,
  "signin_logs"."f1_userprincipalname" DESC NULLS LAST,
  "signin_logs"."rowid" ASC NULLS LAST
