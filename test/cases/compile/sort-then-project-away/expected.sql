SELECT "f1_userprincipalname" AS "UserPrincipalName"
FROM "signin_logs"
WHERE "f1_userprincipalname" <> ''
ORDER BY "signin_logs"."f0_timegenerated" DESC NULLS LAST, "signin_logs"."rowid" ASC NULLS LAST
