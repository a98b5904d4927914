SELECT "f1_userprincipalname" AS "UserPrincipalName"
FROM "signin_logs"
WHERE ("f0_timegenerated" BETWEEN 638501184000000000::BIGINT AND 638502912000000000::BIGINT) AND ("f4_riskscore" BETWEEN 0e0 AND 5e0) AND (NOT ("f5_attempts" BETWEEN 3::BIGINT AND 9::BIGINT))
