SELECT "f1_userprincipalname" AS "UserPrincipalName", "f4_riskscore" AS "RiskScore"
FROM "signin_logs"
WHERE ("f4_riskscore" > 1e0) AND NOT isnan("f4_riskscore")
