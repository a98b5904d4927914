WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f5_attempts" AS c6,
    ("f0_timegenerated" - 638501184000000000::BIGINT) // 864000000000::BIGINT - CASE WHEN ("f0_timegenerated" - 638501184000000000::BIGINT) % 864000000000::BIGINT < 0 THEN 1 ELSE 0 END AS c9
  FROM "signin_logs"
  WHERE ("f0_timegenerated" >= 638501184000000000::BIGINT) AND ("f0_timegenerated" < 638502912000000000::BIGINT)
),
s2 AS NOT MATERIALIZED (
  SELECT
    c9 AS c13,
    count(*) AS c11,
    CAST(xor(coalesce(sum(c6), 0) & 18446744073709551615::HUGEINT, 9223372036854775808::HUGEINT) - 9223372036854775808::HUGEINT AS BIGINT) AS c12
  FROM s1
  GROUP BY c9
),
s3 AS NOT MATERIALIZED (
  SELECT
    list(c13 ORDER BY c13) AS c14,
    0::BIGINT AS c15,
    least(((638502912000000000::BIGINT - 638501184000000000::BIGINT) // 864000000000::BIGINT + CASE WHEN (638502912000000000::BIGINT - 638501184000000000::BIGINT) % 864000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1, 0::BIGINT + 1048575::BIGINT) AS c16,
    list(c11 ORDER BY c13) AS c17,
    0::BIGINT AS c18,
    list(c12 ORDER BY c13) AS c19,
    0::BIGINT AS c20
  FROM s2
  WHERE c13 IS NOT NULL
  HAVING count(*) > 0
),
s4 AS NOT MATERIALIZED (
  SELECT
    c15,
    c16,
    c17,
    c18,
    c19,
    c20,
    CASE WHEN c14[-1] > c16 THEN list_filter(c14, lambda "bin": "bin" <= c16) ELSE c14 END AS c21
  FROM s3
),
s5 AS MATERIALIZED (
  SELECT
    list_transform(range(0::BIGINT, least((((638502912000000000::BIGINT - 638501184000000000::BIGINT) // 864000000000::BIGINT + CASE WHEN (638502912000000000::BIGINT - 638501184000000000::BIGINT) % 864000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1) + 1, 0::BIGINT + 1048576::BIGINT)), lambda "number": CAST(638501184000000000::BIGINT + ("number" * 864000000000::BIGINT) AS BIGINT)) AS c24
),
s6 AS NOT MATERIALIZED (
  SELECT
    list_concat(list_resize([c18], coalesce(c21[1], c16 + 1) - c15, c18), flatten(list_transform(list_slice(c17, 1, len(c21)), lambda value, place: list_resize([value], coalesce(c21[place + 1], c16 + 1) - c21[place], c18)))) AS c22,
    list_concat(list_resize([c20], coalesce(c21[1], c16 + 1) - c15, c20), flatten(list_transform(list_slice(c19, 1, len(c21)), lambda value, place: list_resize([value], coalesce(c21[place + 1], c16 + 1) - c21[place], c20)))) AS c23,
    (
      SELECT c24
      FROM s5
    ) AS c25
  FROM s4
)
SELECT
  to_json(c22) AS "n",
  to_json(c23) AS "attempts",
  to_json(list_transform(c25, lambda "point": to_json(nullif(coalesce(CASE WHEN "point" % 10 = 0 THEN strftime(make_timestamp("point" // 10 - 62135596800000000::BIGINT), '%Y-%m-%dT%H:%M:%S.%f0Z') ELSE strftime(make_timestamp("point" // 10 - 62135596800000000::BIGINT), '%Y-%m-%dT%H:%M:%S.%f') || CAST("point" % 10 AS VARCHAR) || 'Z' END, ''), '')))) AS "TimeGenerated"
FROM s6
