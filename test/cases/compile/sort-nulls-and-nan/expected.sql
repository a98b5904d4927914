SELECT "f4_riskscore" AS "RiskScore", "f0_timegenerated" AS "TimeGenerated"
FROM "signin_logs"
ORDER BY
  nullif("f4_riskscore", 'nan'::DOUBLE) DESC NULLS LAST,
  "signin_logs"."f0_timegenerated" ASC NULLS FIRST,
  "signin_logs"."rowid" ASC NULLS LAST
