SELECT (epoch_us(TIMESTAMP '2024-05-03 12:00:00') - epoch_us("f0_timegenerated")) * 10 AS "age"
FROM "signin_logs"
WHERE "f0_timegenerated" > TIMESTAMP '2024-05-02 12:00:00'
