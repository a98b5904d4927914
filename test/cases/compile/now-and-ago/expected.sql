SELECT 638503344000000000::BIGINT - "f0_timegenerated" AS "age"
FROM "signin_logs"
WHERE "f0_timegenerated" > 638502480000000000::BIGINT
