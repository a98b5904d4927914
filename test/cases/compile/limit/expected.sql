SELECT "f0_timegenerated" AS "TimeGenerated"
FROM "signin_logs"
ORDER BY "signin_logs"."f0_timegenerated" DESC NULLS LAST, "signin_logs"."rowid" ASC NULLS LAST
LIMIT 3::BIGINT
