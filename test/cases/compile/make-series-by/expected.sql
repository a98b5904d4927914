WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f3_resulttype" AS c4,
    "f5_attempts" AS c6,
    ((epoch_us("f0_timegenerated") * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) // 864000000000::BIGINT - CASE WHEN ((epoch_us("f0_timegenerated") * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) % 864000000000::BIGINT < 0 THEN 1 ELSE 0 END AS c9
  FROM "signin_logs"
  WHERE ("f0_timegenerated" >= TIMESTAMP '2024-05-01 00:00:00') AND ("f0_timegenerated" < TIMESTAMP '2024-05-04 00:00:00')
),
s2 AS NOT MATERIALIZED (
  SELECT c6, c9, c4 <> '0' AS c11
  FROM s1
),
s3 AS MATERIALIZED (
  SELECT
    c11 AS c14,
    c9 AS c13,
    CAST(xor(coalesce(sum(c6), 0) & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT) AS c12
  FROM s2
  GROUP BY c11, c9
),
s4 AS NOT MATERIALIZED (
  SELECT
    c14 AS c17,
    0::BIGINT AS c15,
    (((epoch_us(TIMESTAMP '2024-05-04 00:00:00') * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) // 864000000000::BIGINT + CASE WHEN ((epoch_us(TIMESTAMP '2024-05-04 00:00:00') * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) % 864000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1 AS c16
  FROM s3
  GROUP BY c14
),
s5 AS NOT MATERIALIZED (
  SELECT c17, unnest(range(c15, least(c16 + 1, c15 + 1048576))) AS c18
  FROM s4
),
s6 AS NOT MATERIALIZED (
  SELECT
    unnest(range(0::BIGINT, least(((((epoch_us(TIMESTAMP '2024-05-04 00:00:00') * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) // 864000000000::BIGINT + CASE WHEN ((epoch_us(TIMESTAMP '2024-05-04 00:00:00') * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) % 864000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1) + 1, 0::BIGINT + 1048576))) AS c22
),
s7 AS MATERIALIZED (
  SELECT
    to_json(list(to_json(nullif(coalesce(strftime(make_timestamp(((epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10) + (c22 * 864000000000::BIGINT)) // 10), '%Y-%m-%dT%H:%M:%S.%f0Z'), ''), '')) ORDER BY c22)) AS c23
  FROM s6
),
s8 AS NOT MATERIALIZED (
  SELECT
    "p".c17 AS c19,
    to_json(list(to_json(CASE WHEN "b".c13 IS NULL THEN (-1::BIGINT) ELSE "b".c12 END) ORDER BY "p".c18)) AS c20,
    (
      SELECT c23
      FROM s7
    ) AS c21
  FROM s5 AS "p"
  LEFT JOIN s3 AS "b" ON ("p".c18 = "b".c13) AND ("p".c17 IS NOT DISTINCT FROM "b".c14)
  GROUP BY "p".c17
)
SELECT c19 AS "failed", c20 AS "total", c21 AS "TimeGenerated"
FROM s8
ORDER BY s8.c19 ASC NULLS FIRST
