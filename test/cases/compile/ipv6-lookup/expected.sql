WITH s1(c1) AS NOT MATERIALIZED (
  VALUES ('2001:db8:0:1::5'), ('2001:db8::7'), ('10.1.2.3'), ('fe80::1'), ('x'), ('')
),
s2 AS MATERIALIZED (
  SELECT c1
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT DISTINCT c1 AS c3
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT c3, 1::BIGINT AS c4
  FROM s3
),
s5(c5, c6) AS NOT MATERIALIZED (
  VALUES
    ('2001:db8::/32', 'documentation'),
    ('2001:db8:0:1::/64', 'its first'),
    ('::ffff:0:0/96', 'all of IPv4'),
    ('10.0.0.0/8', 'inside'),
    ('2001:db8::7', 'one host')
),
s6 AS MATERIALIZED (
  SELECT c5, c6
  FROM s5
),
s7 AS NOT MATERIALIZED (
  SELECT DISTINCT c5 AS c8
  FROM s6
),
s8 AS NOT MATERIALIZED (
  SELECT
    c8,
    coalesce(kql_ipv6(c8, 128::BIGINT), '') AS c9,
    coalesce(coalesce(try((list_transform([regexp_extract(c8, '/(\p{Nd}+)[\s\v\x{85}\p{Z}]*$', 1::BIGINT::INTEGER)], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1]) + CASE WHEN regexp_matches(c8, '^[\s\v\x{85}\p{Z}]*(::)?\p{Nd}+\.') THEN 96::BIGINT ELSE 0::BIGINT END), CAST((((CAST(list_transform([regexp_extract(c8, '/(\p{Nd}+)[\s\v\x{85}\p{Z}]*$', 1::BIGINT::INTEGER)], lambda "text": CASE WHEN regexp_matches("text", '^\s*[-+]?\d+\s*$') THEN TRY_CAST("text" AS BIGINT) WHEN regexp_matches("text", '^\s*0[xX][0-9a-fA-F]{1,16}\s*$') THEN list_transform([CAST(TRY_CAST(trim("text") AS UBIGINT) AS HUGEINT)], lambda "bits": TRY_CAST(CASE WHEN "bits" >= CAST('18446744073709551616' AS HUGEINT) // 2 AND "bits" < CAST('18446744073709551616' AS HUGEINT) THEN "bits" - CAST('18446744073709551616' AS HUGEINT) ELSE "bits" END AS BIGINT))[1] ELSE NULL END)[1] AS HUGEINT) + CAST(CASE WHEN regexp_matches(c8, '^[\s\v\x{85}\p{Z}]*(::)?\p{Nd}+\.') THEN 96::BIGINT ELSE 0::BIGINT END AS HUGEINT)) + 9223372036854775808) % 18446744073709551616 + 18446744073709551616) % 18446744073709551616 - 9223372036854775808 AS BIGINT)), 128::BIGINT) AS c10
  FROM s7
),
s9 AS NOT MATERIALIZED (
  SELECT c8, c9, c10
  FROM s8
  WHERE NOT (c9 = '')
),
s10 AS NOT MATERIALIZED (
  SELECT "l".c5 AS c11, "l".c6 AS c12, "r".c9 AS c13, "r".c10 AS c14
  FROM s6 AS "l"
  JOIN s9 AS "r" ON "l".c5 = "r".c8
),
s11 AS MATERIALIZED (
  SELECT c11, c12, c13, c14
  FROM s10
),
s12 AS NOT MATERIALIZED (
  SELECT DISTINCT c14 AS c15
  FROM s11
),
s13 AS NOT MATERIALIZED (
  SELECT c15, 1::BIGINT AS c16
  FROM s12
),
s14 AS NOT MATERIALIZED (
  SELECT "l".c3 AS c17, "r".c15 AS c18
  FROM s4 AS "l"
  JOIN s13 AS "r" ON "l".c4 IS NOT DISTINCT FROM "r".c16
),
s15 AS NOT MATERIALIZED (
  SELECT c17, c18, coalesce(kql_ipv6(c17, c18), '') AS c19
  FROM s14
),
s16 AS NOT MATERIALIZED (
  SELECT "l".c17 AS c20, "r".c11 AS c21, "r".c12 AS c22
  FROM s15 AS "l"
  JOIN s11 AS "r" ON ("l".c19 = "r".c13) AND ("l".c18 IS NOT DISTINCT FROM "r".c14)
),
s17 AS NOT MATERIALIZED (
  SELECT "l".c1 AS c23, "r".c21 AS c24, "r".c22 AS c25
  FROM s2 AS "l"
  JOIN s16 AS "r" ON "l".c1 = "r".c20
)
SELECT c23 AS "ip", c24 AS "net", c25 AS "name"
FROM s17
