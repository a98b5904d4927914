WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f1_userprincipalname" AS c2,
    ((epoch_us("f0_timegenerated") * 10) + 621355968000000000::BIGINT) // 432000000000::BIGINT - CASE WHEN ((epoch_us("f0_timegenerated") * 10) + 621355968000000000::BIGINT) % 432000000000::BIGINT < 0 THEN 1 ELSE 0 END AS c9
  FROM "signin_logs"
  WHERE (regexp_matches("f1_userprincipalname", '(?i)contoso') AND regexp_matches("f1_userprincipalname", '(?i)(?:^|[^\p{L}\p{N}])contoso(?:[^\p{L}\p{N}]|$)')) AND ("f0_timegenerated" IS NOT NULL)
),
s2 AS NOT MATERIALIZED (
  SELECT c9, lower(c2) AS c12
  FROM s1
),
s3 AS MATERIALIZED (
  SELECT c12 AS c15, c9 AS c14, count(*) AS c13
  FROM s2
  GROUP BY c12, c9
),
s4 AS NOT MATERIALIZED (
  SELECT c15 AS c18, min(c14) AS c16, max(c14) AS c17
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
    to_json(list(to_json(CASE WHEN "b".c14 IS NULL THEN 0::BIGINT ELSE "b".c13 END) ORDER BY "p".c19)) AS c21,
    to_json(list(to_json(nullif(coalesce(strftime(make_timestamp((("p".c19 * 432000000000::BIGINT) - 621355968000000000::BIGINT) // 10), '%Y-%m-%dT%H:%M:%S.%f0Z'), ''), '')) ORDER BY "p".c19)) AS c22
  FROM s5 AS "p"
  LEFT JOIN s3 AS "b" ON ("p".c19 = "b".c14) AND ("p".c18 IS NOT DISTINCT FROM "b".c15)
  GROUP BY "p".c18
)
SELECT c20 AS "user", c21 AS "n", c22 AS "TimeGenerated"
FROM s6
ORDER BY s6.c20 ASC NULLS FIRST
