SELECT "f1_userprincipalname" AS "UserPrincipalName", "f5_attempts" AS "Attempts"
FROM "signin_logs"
WHERE ("f0_timegenerated" >= TIMESTAMP '2024-05-01 08:05:00') AND ("f5_attempts" >= 1::BIGINT)
