WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f3_resulttype" AS c4,
    "f5_attempts" AS c6,
    ("f0_timegenerated" - 638501184000000000::BIGINT) // 864000000000::BIGINT - CASE WHEN ("f0_timegenerated" - 638501184000000000::BIGINT) % 864000000000::BIGINT < 0 THEN 1 ELSE 0 END AS c9
  FROM "signin_logs"
  WHERE ("f0_timegenerated" >= 638501184000000000::BIGINT) AND ("f0_timegenerated" < 638503776000000000::BIGINT)
),
s2 AS NOT MATERIALIZED (
  SELECT c6, c9, c4 <> '0' AS c11
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    c11 AS c14,
    c9 AS c13,
    CAST(xor(coalesce(sum(c6), 0) & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT) AS c12
  FROM s2
  GROUP BY c11, c9
),
s4 AS NOT MATERIALIZED (
  SELECT
    c14 AS c18,
    list(c13 ORDER BY c13) AS c15,
    0::BIGINT AS c16,
    least(((638503776000000000::BIGINT - 638501184000000000::BIGINT) // 864000000000::BIGINT + CASE WHEN (638503776000000000::BIGINT - 638501184000000000::BIGINT) % 864000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1, 0::BIGINT + 1048575::BIGINT) AS c17,
    list(c12 ORDER BY c13) AS c19,
    (-1::BIGINT) AS c20
  FROM s3
  WHERE c13 IS NOT NULL
  GROUP BY c14
),
s5 AS NOT MATERIALIZED (
  SELECT
    c16,
    c17,
    c18,
    c19,
    c20,
    CASE WHEN c15[-1] > c17 THEN list_filter(c15, lambda "bin": "bin" <= c17) ELSE c15 END AS c21
  FROM s4
),
s6 AS MATERIALIZED (
  SELECT
    list_transform(range(0::BIGINT, least((((638503776000000000::BIGINT - 638501184000000000::BIGINT) // 864000000000::BIGINT + CASE WHEN (638503776000000000::BIGINT - 638501184000000000::BIGINT) % 864000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1) + 1, 0::BIGINT + 1048576::BIGINT)), lambda "number": CAST(638501184000000000::BIGINT + ("number" * 864000000000::BIGINT) AS BIGINT)) AS c23
),
s7 AS NOT MATERIALIZED (
  SELECT
    c18,
    list_concat(list_resize([c20], coalesce(c21[1], c17 + 1) - c16, c20), flatten(list_transform(list_slice(c19, 1, len(c21)), lambda value, place: list_resize([value], coalesce(c21[place + 1], c17 + 1) - c21[place], c20)))) AS c22,
    (
      SELECT c23
      FROM s6
    ) AS c24
  FROM s5
)
SELECT
  c18 AS "failed",
  to_json(c22) AS "total",
  to_json(list_transform(c24, lambda "point": to_json(nullif(coalesce(CASE WHEN "point" % 10 = 0 THEN strftime(make_timestamp("point" // 10 - 62135596800000000::BIGINT), '%Y-%m-%dT%H:%M:%S.%f0Z') ELSE strftime(make_timestamp("point" // 10 - 62135596800000000::BIGINT), '%Y-%m-%dT%H:%M:%S.%f') || CAST("point" % 10 AS VARCHAR) || 'Z' END, ''), '')))) AS "TimeGenerated"
FROM s7
ORDER BY s7.c18 ASC NULLS FIRST
