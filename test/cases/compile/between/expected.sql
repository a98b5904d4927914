SELECT "f1_userprincipalname" AS "UserPrincipalName"
FROM "signin_logs"
WHERE ("f0_timegenerated" BETWEEN TIMESTAMP '2024-05-01 00:00:00' AND TIMESTAMP '2024-05-03 00:00:00') AND ("f4_riskscore" BETWEEN 0e0 AND 5e0) AND (NOT ("f5_attempts" BETWEEN 3::BIGINT AND 9::BIGINT))
