WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f4_riskscore" AS c5,
    ((epoch_us("f0_timegenerated") * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) // 288000000000::BIGINT - CASE WHEN ((epoch_us("f0_timegenerated") * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) % 288000000000::BIGINT < 0 THEN 1 ELSE 0 END AS c9
  FROM "signin_logs"
  WHERE FALSE AND ("f0_timegenerated" >= TIMESTAMP '2024-05-01 00:00:00') AND ("f0_timegenerated" < TIMESTAMP '2024-05-02 00:00:00')
),
s2 AS MATERIALIZED (
  SELECT c9 AS c13, coalesce(avg(c5), 'nan'::DOUBLE) AS c12
  FROM s1
  GROUP BY c9
),
s3 AS NOT MATERIALIZED (
  SELECT
    0::BIGINT AS c14,
    (((epoch_us(TIMESTAMP '2024-05-02 00:00:00') * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) // 288000000000::BIGINT + CASE WHEN ((epoch_us(TIMESTAMP '2024-05-02 00:00:00') * 10) - (epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10)) % 288000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1 AS c15
  FROM s2
  HAVING count(*) >= 0
),
s4 AS NOT MATERIALIZED (
  SELECT unnest(range(c14, least(c15 + 1, c14 + 1048576))) AS c16
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT
    to_json(list((list_transform([CASE WHEN "b".c13 IS NULL THEN 1.5e0 ELSE "b".c12 END], lambda "real": CASE WHEN isfinite("real") THEN to_json("real") WHEN isnan("real") THEN CAST('"NaN"' AS JSON) WHEN "real" > 0 THEN CAST('"Infinity"' AS JSON) WHEN "real" < 0 THEN CAST('"-Infinity"' AS JSON) ELSE NULL END)[1]) ORDER BY "p".c16)) AS c17,
    to_json(list(to_json(nullif(coalesce(strftime(make_timestamp(((epoch_us(TIMESTAMP '2024-05-01 00:00:00') * 10) + ("p".c16 * 288000000000::BIGINT)) // 10), '%Y-%m-%dT%H:%M:%S.%f0Z'), ''), '')) ORDER BY "p".c16)) AS c18
  FROM s4 AS "p"
  LEFT JOIN s2 AS "b" ON ("p".c16 = "b".c13)
  HAVING count(*) > 0
)
SELECT c17 AS "a", c18 AS "TimeGenerated"
FROM s5
