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
s3 AS MATERIALIZED (
  SELECT c11 AS c14, c9 AS c13, count(*) AS c12
  FROM s2
  GROUP BY c11, c9
),
s4 AS NOT MATERIALIZED (
  SELECT c14 AS c17, min(c13) AS c15, max(c13) AS c16
  FROM s3
  GROUP BY c14
),
s5 AS NOT MATERIALIZED (
  SELECT c17, unnest(range(c15, least(c16 + 1, c15 + 1048576))) AS c18
  FROM s4
),
s6 AS NOT MATERIALIZED (
  SELECT
    "p".c17 AS c19,
    to_json(list(to_json(CASE WHEN "b".c13 IS NULL THEN 0::BIGINT ELSE "b".c12 END) ORDER BY "p".c18)) AS c20,
    to_json(list(to_json(nullif(coalesce(CASE WHEN CAST("p".c18 * 432000000000::BIGINT AS BIGINT) % 10 = 0 THEN strftime(make_timestamp(CAST("p".c18 * 432000000000::BIGINT AS BIGINT) // 10 - 62135596800000000::BIGINT), '%Y-%m-%dT%H:%M:%S.%f0Z') ELSE strftime(make_timestamp(CAST("p".c18 * 432000000000::BIGINT AS BIGINT) // 10 - 62135596800000000::BIGINT), '%Y-%m-%dT%H:%M:%S.%f') || CAST(CAST("p".c18 * 432000000000::BIGINT AS BIGINT) % 10 AS VARCHAR) || 'Z' END, ''), '')) ORDER BY "p".c18)) AS c21
  FROM s5 AS "p"
  LEFT JOIN s3 AS "b" ON ("p".c18 = "b".c13) AND ("p".c17 IS NOT DISTINCT FROM "b".c14)
  GROUP BY "p".c17
)
SELECT c19 AS "user", c20 AS "n", c21 AS "TimeGenerated"
FROM s6
ORDER BY s6.c19 ASC NULLS FIRST
