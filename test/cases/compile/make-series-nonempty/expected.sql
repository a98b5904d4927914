WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f4_riskscore" AS c5,
    ("f0_timegenerated" - 638501184000000000::BIGINT) // 288000000000::BIGINT - CASE WHEN ("f0_timegenerated" - 638501184000000000::BIGINT) % 288000000000::BIGINT < 0 THEN 1 ELSE 0 END AS c9
  FROM "signin_logs"
  WHERE FALSE AND ("f0_timegenerated" >= 638501184000000000::BIGINT) AND ("f0_timegenerated" < 638502048000000000::BIGINT)
),
s2 AS NOT MATERIALIZED (
  SELECT c9 AS c12, coalesce(avg(c5), 'nan'::DOUBLE) AS c11
  FROM s1
  GROUP BY c9
),
s3 AS NOT MATERIALIZED (
  SELECT
    list(c12 ORDER BY c12) AS c13,
    0::BIGINT AS c14,
    least(((638502048000000000::BIGINT - 638501184000000000::BIGINT) // 288000000000::BIGINT + CASE WHEN (638502048000000000::BIGINT - 638501184000000000::BIGINT) % 288000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1, 0::BIGINT + 1048575::BIGINT) AS c15,
    list(c11 ORDER BY c12) AS c16,
    1.5e0 AS c17
  FROM s2
  WHERE c12 IS NOT NULL
  HAVING count(*) > 0 OR (((638502048000000000::BIGINT - 638501184000000000::BIGINT) // 288000000000::BIGINT + CASE WHEN (638502048000000000::BIGINT - 638501184000000000::BIGINT) % 288000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1) >= 0::BIGINT
),
s4 AS NOT MATERIALIZED (
  SELECT c14, c15, c16, c17, CASE WHEN c13[-1] > c15 THEN list_filter(c13, lambda "bin": "bin" <= c15) ELSE c13 END AS c18
  FROM s3
),
s5 AS MATERIALIZED (
  SELECT
    list_transform(range(0::BIGINT, least((((638502048000000000::BIGINT - 638501184000000000::BIGINT) // 288000000000::BIGINT + CASE WHEN (638502048000000000::BIGINT - 638501184000000000::BIGINT) % 288000000000::BIGINT > 0 THEN 1 ELSE 0 END) - 1) + 1, 0::BIGINT + 1048576::BIGINT)), lambda "number": CAST(638501184000000000::BIGINT + ("number" * 288000000000::BIGINT) AS BIGINT)) AS c20
),
s6 AS NOT MATERIALIZED (
  SELECT
    list_concat(list_resize([c17], coalesce(c18[1], c15 + 1) - c14, c17), flatten(list_transform(list_slice(c16, 1, len(c18)), lambda value, place: list_resize([value], coalesce(c18[place + 1], c15 + 1) - c18[place], c17)))) AS c19,
    (
      SELECT c20
      FROM s5
    ) AS c21
  FROM s4
)
SELECT
  to_json(list_transform(c19, lambda "point": CASE WHEN isfinite("point") THEN to_json("point") WHEN isnan("point") THEN CAST('"NaN"' AS JSON) WHEN "point" > 0 THEN CAST('"Infinity"' AS JSON) WHEN "point" < 0 THEN CAST('"-Infinity"' AS JSON) ELSE NULL END)) AS "a",
  to_json(list_transform(c21, lambda "point": to_json(nullif(coalesce(CASE WHEN "point" % 10 = 0 THEN strftime(make_timestamp("point" // 10 - 62135596800000000::BIGINT), '%Y-%m-%dT%H:%M:%S.%f0Z') ELSE strftime(make_timestamp("point" // 10 - 62135596800000000::BIGINT), '%Y-%m-%dT%H:%M:%S.%f') || CAST("point" % 10 AS VARCHAR) || 'Z' END, ''), '')))) AS "TimeGenerated"
FROM s6
