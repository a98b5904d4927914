SELECT "f1_userprincipalname" AS "UserPrincipalName", "f4_riskscore" AS "RiskScore", "f5_attempts" AS "Attempts"
FROM "signin_logs"
WHERE (NOT (("f4_riskscore" > 5e0) AND NOT isnan("f4_riskscore"))) OR ("f5_attempts" IS DISTINCT FROM 1::BIGINT)
