WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f1_userprincipalname" AS c2,
    "f0_timegenerated" // 432000000000::BIGINT - CASE WHEN "f0_timegenerated" % 432000000000::BIGINT < 0 THEN 1 ELSE 0 END AS c9
  FROM "signin_logs"
  WHERE (regexp_matches("f1_userprincipalname", '(?i)contoso') AND regexp_matches("f1_userprincipalname", '(?i)(?:^|[^\p{L}\p{N}])contoso(?:[^\p{L}\p{N}]|$)')) AND ("f0_timegenerated" IS NOT NULL)
),
s2 AS NOT MATERIALIZED (
  SELECT c9, lower(c2) AS c11
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT c11 AS c14, c9 AS c13, count(*) AS c12
  FROM s2
  GROUP BY c11, c9
),
s4 AS NOT MATERIALIZED (
  SELECT
    c14 AS c18,
    list(c13 ORDER BY c13) AS c15,
    min(c13) AS c16,
    least(max(c13), min(c13) + 1048575::BIGINT) AS c17,
    list(c12 ORDER BY c13) AS c19,
    0::BIGINT AS c20
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
s6 AS NOT MATERIALIZED (
  SELECT
    c18,
    list_concat(list_resize([c20], coalesce(c21[1], c17 + 1) - c16, c20), flatten(list_transform(list_slice(c19, 1, len(c21)), lambda value, place: list_resize([value], coalesce(c21[place + 1], c17 + 1) - c21[place], c20)))) AS c22,
    list_transform(range(c16, c17 + 1), lambda "number": CAST("number" * 432000000000::BIGINT AS BIGINT)) AS c23
  FROM s5
)
SELECT
  c18 AS "user",
  to_json(c22) AS "n",
  to_json(list_transform(c23, lambda "point": to_json(nullif(coalesce(CASE WHEN "point" % 10 = 0 THEN strftime(make_timestamp("point" // 10 - 62135596800000000::BIGINT), '%Y-%m-%dT%H:%M:%S.%f0Z') ELSE strftime(make_timestamp("point" // 10 - 62135596800000000::BIGINT), '%Y-%m-%dT%H:%M:%S.%f') || CAST("point" % 10 AS VARCHAR) || 'Z' END, ''), '')))) AS "TimeGenerated"
FROM s6
ORDER BY s6.c18 ASC NULLS FIRST
