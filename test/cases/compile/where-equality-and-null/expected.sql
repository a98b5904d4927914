SELECT "f1_userprincipalname" AS "UserPrincipalName", "f5_attempts" AS "Attempts"
FROM "signin_logs"
WHERE "f5_attempts" IS DISTINCT FROM 1::BIGINT
