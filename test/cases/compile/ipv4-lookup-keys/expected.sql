WITH s1(c1, c2, c3) AS NOT MATERIALIZED (
  VALUES
    ('10.1.2.3', 'linux', 1::BIGINT),
    ('10.9.2.3', 'linux', 1::BIGINT),
    ('10.1.2.3', 'mac', 1::BIGINT),
    ('', 'linux', 1::BIGINT)
),
s2 AS MATERIALIZED (
  SELECT c1, c2, c3
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT DISTINCT c1 AS c5
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT c5, 1::BIGINT AS c6
  FROM s3
),
s5(c7, c8, c9, c10) AS NOT MATERIALIZED (
  VALUES
    ('10.0.0.0/8', 'linux', 1::BIGINT, 'inside'),
    ('10.1.0.0/16', 'linux', 1::BIGINT, 'lab'),
    ('10.1.0.0/16', 'linux', 2::BIGINT, 'other site'),
    ('no network', 'linux', 1::BIGINT, 'nothing')
),
s6 AS MATERIALIZED (
  SELECT c7, c8, c9, c10
  FROM s5
),
s7 AS NOT MATERIALIZED (
  SELECT DISTINCT c7 AS c12
  FROM s6
),
s8 AS NOT MATERIALIZED (
  SELECT
    c12,
    list_transform([regexp_extract(c12, '^\s*(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:/(\d\d?))?\s*$', ['a', 'b', 'c', 'd', 'prefix'])], lambda "parts_0": list_transform([CASE WHEN (greatest(TRY_CAST(struct_extract("parts_0", 'a') AS BIGINT), TRY_CAST(struct_extract("parts_0", 'b') AS BIGINT), TRY_CAST(struct_extract("parts_0", 'c') AS BIGINT), TRY_CAST(struct_extract("parts_0", 'd') AS BIGINT)) <= 255 AND coalesce(TRY_CAST(struct_extract("parts_0", 'prefix') AS BIGINT), 32) <= 32) THEN (((TRY_CAST(struct_extract("parts_0", 'a') AS BIGINT) * 256 + TRY_CAST(struct_extract("parts_0", 'b') AS BIGINT)) * 256 + TRY_CAST(struct_extract("parts_0", 'c') AS BIGINT)) * 256 + TRY_CAST(struct_extract("parts_0", 'd') AS BIGINT)) END], lambda "address_0": list_transform([CASE WHEN "address_0" IS NOT NULL THEN coalesce(TRY_CAST(struct_extract("parts_0", 'prefix') AS BIGINT), 32) END], lambda "prefix": CASE WHEN "prefix" BETWEEN 0 AND 32 THEN ("address_0" >> (32 - "prefix")) << (32 - "prefix") ELSE CAST(NULL AS BIGINT) END)[1])[1])[1] AS c13,
    list_transform([regexp_extract(c12, '^\s*(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:/(\d\d?))?\s*$', ['a', 'b', 'c', 'd', 'prefix'])], lambda "parts_text": list_transform([CASE WHEN (greatest(TRY_CAST(struct_extract("parts_text", 'a') AS BIGINT), TRY_CAST(struct_extract("parts_text", 'b') AS BIGINT), TRY_CAST(struct_extract("parts_text", 'c') AS BIGINT), TRY_CAST(struct_extract("parts_text", 'd') AS BIGINT)) <= 255 AND coalesce(TRY_CAST(struct_extract("parts_text", 'prefix') AS BIGINT), 32) <= 32) THEN (((TRY_CAST(struct_extract("parts_text", 'a') AS BIGINT) * 256 + TRY_CAST(struct_extract("parts_text", 'b') AS BIGINT)) * 256 + TRY_CAST(struct_extract("parts_text", 'c') AS BIGINT)) * 256 + TRY_CAST(struct_extract("parts_text", 'd') AS BIGINT)) END], lambda "address_text": CASE WHEN "address_text" IS NOT NULL THEN coalesce(TRY_CAST(struct_extract("parts_text", 'prefix') AS BIGINT), 32) END)[1])[1] AS c14
  FROM s7
),
s9 AS NOT MATERIALIZED (
  SELECT c12, c13, c14
  FROM s8
  WHERE NOT (c13 IS NULL)
),
s10 AS NOT MATERIALIZED (
  SELECT "l".c7 AS c15, "l".c8 AS c16, "l".c9 AS c17, "l".c10 AS c18, "r".c13 AS c19, "r".c14 AS c20
  FROM s6 AS "l"
  JOIN s9 AS "r" ON "l".c7 = "r".c12
),
s11 AS MATERIALIZED (
  SELECT c15, c16, c17, c18, c19, c20
  FROM s10
),
s12 AS NOT MATERIALIZED (
  SELECT DISTINCT c20 AS c21
  FROM s11
),
s13 AS NOT MATERIALIZED (
  SELECT c21, 1::BIGINT AS c22
  FROM s12
),
s14 AS NOT MATERIALIZED (
  SELECT "l".c5 AS c23, "r".c21 AS c24
  FROM s4 AS "l"
  JOIN s13 AS "r" ON "l".c6 IS NOT DISTINCT FROM "r".c22
),
s15 AS NOT MATERIALIZED (
  SELECT
    c23,
    c24,
    list_transform([regexp_extract(c23, '^\s*(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:/(\d\d?))?\s*$', ['a', 'b', 'c', 'd', 'prefix'])], lambda "parts_0": list_transform([CASE WHEN (greatest(TRY_CAST(struct_extract("parts_0", 'a') AS BIGINT), TRY_CAST(struct_extract("parts_0", 'b') AS BIGINT), TRY_CAST(struct_extract("parts_0", 'c') AS BIGINT), TRY_CAST(struct_extract("parts_0", 'd') AS BIGINT)) <= 255 AND coalesce(TRY_CAST(struct_extract("parts_0", 'prefix') AS BIGINT), 32) <= 32) THEN (((TRY_CAST(struct_extract("parts_0", 'a') AS BIGINT) * 256 + TRY_CAST(struct_extract("parts_0", 'b') AS BIGINT)) * 256 + TRY_CAST(struct_extract("parts_0", 'c') AS BIGINT)) * 256 + TRY_CAST(struct_extract("parts_0", 'd') AS BIGINT)) END], lambda "address_0": list_transform([CASE WHEN c24 BETWEEN 0 AND 32 THEN least(CASE WHEN "address_0" IS NOT NULL THEN coalesce(TRY_CAST(struct_extract("parts_0", 'prefix') AS BIGINT), 32) END, c24) END], lambda "prefix": CASE WHEN "prefix" BETWEEN 0 AND 32 THEN ("address_0" >> (32 - "prefix")) << (32 - "prefix") ELSE CAST(NULL AS BIGINT) END)[1])[1])[1] AS c25
  FROM s14
),
s16 AS NOT MATERIALIZED (
  SELECT "l".c23 AS c26, "r".c15 AS c27, "r".c16 AS c28, "r".c17 AS c29, "r".c18 AS c30
  FROM s15 AS "l"
  JOIN s11 AS "r" ON ("l".c25 IS NOT DISTINCT FROM "r".c19) AND ("l".c24 IS NOT DISTINCT FROM "r".c20)
),
s17 AS NOT MATERIALIZED (
  SELECT "l".c1 AS c31, "l".c2 AS c32, "l".c3 AS c33, coalesce("r".c27, '') AS c34, coalesce("r".c30, '') AS c35
  FROM s2 AS "l"
  LEFT JOIN s16 AS "r" ON ("l".c1 = "r".c26) AND ("l".c2 = "r".c28) AND ("l".c3 IS NOT DISTINCT FROM "r".c29)
)
SELECT c31 AS "ip", c32 AS "os", c33 AS "site", c34 AS "net", c35 AS "name"
FROM s17
