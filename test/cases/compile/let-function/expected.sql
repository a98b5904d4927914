SELECT "f1_userprincipalname" AS "UserPrincipalName", "f5_attempts" AS "Attempts"
FROM "signin_logs"
WHERE ("f0_timegenerated" >= 638501475000000000::BIGINT) AND ("f5_attempts" >= 1::BIGINT)
