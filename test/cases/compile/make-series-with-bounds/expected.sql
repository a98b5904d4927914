WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f5_attempts" AS c6,
    ((epoch_us("f0_timegenerated") * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) // 864000000000::BIGINT - CASE WHEN ((epoch_us("f0_timegenerated") * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) % 864000000000::BIGINT < 0 THEN 1 ELSE 0 END AS c9
  FROM "signin_logs"
  WHERE ("f0_timegenerated" >= TIMESTAMP '2024-05-01 00:00:00') AND ("f0_timegenerated" < TIMESTAMP '2024-05-03 00:00:00')
),
s2 AS MATERIALIZED (
  SELECT
    c9 AS c13,
    count(*) AS c11,
    CAST(xor(coalesce(sum(c6), 0) & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT) AS c12
  FROM s1
  GROUP BY c9
),
s3 AS NOT MATERIALIZED (
  SELECT
    0::BIGINT AS c14,
    (((epoch_us(TIMESTAMP '2024-05-03 00:00:00') * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) // 864000000000::BIGINT + CASE WHEN ((epoch_us(TIMESTAMP '2024-05-03 00:00:00') * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) % 864000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1 AS c15
  FROM s2
  HAVING count(*) > 0
),
s4 AS NOT MATERIALIZED (
  SELECT unnest(range(c14, least(c15 + 1, c14 + 1048576))) AS c16
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT
    unnest(range(0::BIGINT, least(((((epoch_us(TIMESTAMP '2024-05-03 00:00:00') * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) // 864000000000::BIGINT + CASE WHEN ((epoch_us(TIMESTAMP '2024-05-03 00:00:00') * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) % 864000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1) + 1, 0::BIGINT + 1048576))) AS c20
),
s6 AS MATERIALIZED (
  SELECT
    to_json(list(to_json(nullif(coalesce(strftime(make_timestamp(((epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10) + (c20 * 864000000000::BIGINT)) // 10), '%Y-%m-%dT%H:%M:%S.%f0Z'), ''), '')) ORDER BY c20)) AS c21
  FROM s5
),
s7 AS NOT MATERIALIZED (
  SELECT
    to_json(list(to_json(CASE WHEN "b".c13 IS NULL THEN 0::BIGINT ELSE "b".c11 END) ORDER BY "p".c16)) AS c17,
    to_json(list(to_json(CASE WHEN "b".c13 IS NULL THEN 0::BIGINT ELSE "b".c12 END) ORDER BY "p".c16)) AS c18,
    (
      SELECT c21
      FROM s6
    ) AS c19
  FROM s4 AS "p"
  LEFT JOIN s2 AS "b" ON ("p".c16 = "b".c13)
  HAVING count(*) > 0
)
SELECT c17 AS "n", c18 AS "attempts", c19 AS "TimeGenerated"
FROM s7
