WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f5_attempts" AS c6,
    ((epoch_us("f0_timegenerated") * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) // 864000000000::BIGINT - CASE WHEN ((epoch_us("f0_timegenerated") * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) % 864000000000::BIGINT < 0 THEN 1 ELSE 0 END AS c9
  FROM "signin_logs"
  WHERE ("f0_timegenerated" >= TIMESTAMP '2024-05-01 00:00:00') AND ("f0_timegenerated" < TIMESTAMP '2024-05-03 00:00:00')
),
s2 AS MATERIALIZED (
  SELECT
    c9 AS c14,
    count(*) AS c12,
    CAST(xor(coalesce(sum(c6), 0) & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT) AS c13
  FROM s1
  GROUP BY c9
),
s3 AS NOT MATERIALIZED (
  SELECT
    0::BIGINT AS c15,
    (((epoch_us(TIMESTAMP '2024-05-03 00:00:00') * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) // 864000000000::BIGINT + CASE WHEN ((epoch_us(TIMESTAMP '2024-05-03 00:00:00') * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) % 864000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1 AS c16
  FROM s2
  HAVING count(*) > 0
),
s4 AS NOT MATERIALIZED (
  SELECT unnest(range(c15, least(c16 + 1, c15 + 1048576))) AS c17
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT
    to_json(list(to_json(CASE WHEN "b".c14 IS NULL THEN 0::BIGINT ELSE "b".c12 END) ORDER BY "p".c17)) AS c18,
    to_json(list(to_json(CASE WHEN "b".c14 IS NULL THEN 0::BIGINT ELSE "b".c13 END) ORDER BY "p".c17)) AS c19,
    to_json(list(to_json(nullif(coalesce(strftime(make_timestamp(((epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10) + ("p".c17 * 864000000000::BIGINT)) // 10), '%Y-%m-%dT%H:%M:%S.%f0Z'), ''), '')) ORDER BY "p".c17)) AS c20
  FROM s4 AS "p"
  LEFT JOIN s2 AS "b" ON ("p".c17 = "b".c14)
  HAVING count(*) > 0
)
SELECT c18 AS "n", c19 AS "attempts", c20 AS "TimeGenerated"
FROM s5
