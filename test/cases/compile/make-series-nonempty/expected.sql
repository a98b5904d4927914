WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f4_riskscore" AS c5,
    ("f0_timegenerated" - 638501184000000000::BIGINT) // 288000000000::BIGINT - CASE WHEN ("f0_timegenerated" - 638501184000000000::BIGINT) % 288000000000::BIGINT < 0 THEN 1 ELSE 0 END AS c9
  FROM "signin_logs"
  WHERE FALSE AND ("f0_timegenerated" >= 638501184000000000::BIGINT) AND ("f0_timegenerated" < 638502048000000000::BIGINT)
),
s2 AS MATERIALIZED (
  SELECT c9 AS c12, coalesce(avg(c5), 'nan'::DOUBLE) AS c11
  FROM s1
  GROUP BY c9
),
s3 AS NOT MATERIALIZED (
  SELECT
    0::BIGINT AS c13,
    ((638502048000000000::BIGINT - 638501184000000000::BIGINT) // 288000000000::BIGINT + CASE WHEN (638502048000000000::BIGINT - 638501184000000000::BIGINT) % 288000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1 AS c14
  FROM s2
  HAVING count(*) >= 0
),
s4 AS NOT MATERIALIZED (
  SELECT unnest(range(c13, least(c14 + 1, c13 + 1048576))) AS c15
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT
    unnest(range(0::BIGINT, least((((638502048000000000::BIGINT - 638501184000000000::BIGINT) // 288000000000::BIGINT + CASE WHEN (638502048000000000::BIGINT - 638501184000000000::BIGINT) % 288000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1) + 1, 0::BIGINT + 1048576))) AS c18
),
s6 AS MATERIALIZED (
  SELECT
    to_json(list(to_json(nullif(list_transform([CAST(638501184000000000::BIGINT + (c18 * 288000000000::BIGINT) AS BIGINT)], lambda "instant": coalesce(CASE WHEN "instant" % 10 = 0 THEN strftime(make_timestamp("instant" // 10 - 62135596800000000::BIGINT), '%Y-%m-%dT%H:%M:%S.%f0Z') ELSE strftime(make_timestamp("instant" // 10 - 62135596800000000::BIGINT), '%Y-%m-%dT%H:%M:%S.%f') || CAST("instant" % 10 AS VARCHAR) || 'Z' END, ''))[1], '')) ORDER BY c18)) AS c19
  FROM s5
),
s7 AS NOT MATERIALIZED (
  SELECT
    to_json(list((list_transform([CASE WHEN "b".c12 IS NULL THEN 1.5e0 ELSE "b".c11 END], lambda "real": CASE WHEN isfinite("real") THEN to_json("real") WHEN isnan("real") THEN CAST('"NaN"' AS JSON) WHEN "real" > 0 THEN CAST('"Infinity"' AS JSON) WHEN "real" < 0 THEN CAST('"-Infinity"' AS JSON) ELSE NULL END)[1]) ORDER BY "p".c15)) AS c16,
    (
      SELECT c19
      FROM s6
    ) AS c17
  FROM s4 AS "p"
  LEFT JOIN s2 AS "b" ON ("p".c15 = "b".c12)
  HAVING count(*) > 0
)
SELECT c16 AS "a", c17 AS "TimeGenerated"
FROM s7
