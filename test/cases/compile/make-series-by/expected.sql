WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f3_resulttype" AS c4,
    "f5_attempts" AS c6,
    ((epoch_us("f0_timegenerated") * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) // 864000000000::BIGINT - CASE WHEN ((epoch_us("f0_timegenerated") * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) % 864000000000::BIGINT < 0 THEN 1 ELSE 0 END AS c9
  FROM "signin_logs"
  WHERE ("f0_timegenerated" >= TIMESTAMP '2024-05-01 00:00:00') AND ("f0_timegenerated" < TIMESTAMP '2024-05-04 00:00:00')
),
s2 AS NOT MATERIALIZED (
  SELECT c6, c9, c4 <> '0' AS c12
  FROM s1
),
s3 AS MATERIALIZED (
  SELECT
    c12 AS c15,
    c9 AS c14,
    CAST(xor(coalesce(sum(c6), 0) & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT) AS c13
  FROM s2
  GROUP BY c12, c9
),
s4 AS NOT MATERIALIZED (
  SELECT
    c15 AS c18,
    0::BIGINT AS c16,
    (((epoch_us(TIMESTAMP '2024-05-04 00:00:00') * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) // 864000000000::BIGINT + CASE WHEN ((epoch_us(TIMESTAMP '2024-05-04 00:00:00') * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) % 864000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1 AS c17
  FROM s3
  GROUP BY c15
),
s5 AS NOT MATERIALIZED (
  SELECT c18, unnest(range(c16, least(c17 + 1, c16 + 1048576))) AS c19
  FROM s4
),
s6 AS NOT MATERIALIZED (
  SELECT
    "p".c18 AS c20,
    to_json(list(to_json(CASE WHEN "b".c14 IS NULL THEN (-1::BIGINT) ELSE "b".c13 END) ORDER BY "p".c19)) AS c21,
    to_json(list(to_json(nullif(coalesce(strftime(make_timestamp(((epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10) + ("p".c19 * 864000000000::BIGINT)) // 10), '%Y-%m-%dT%H:%M:%S.%f0Z'), ''), '')) ORDER BY "p".c19)) AS c22
  FROM s5 AS "p"
  LEFT JOIN s3 AS "b" ON ("p".c19 = "b".c14) AND ("p".c18 IS NOT DISTINCT FROM "b".c15)
  GROUP BY "p".c18
)
SELECT c20 AS "failed", c21 AS "total", c22 AS "TimeGenerated"
FROM s6
ORDER BY s6.c20 ASC NULLS FIRST
