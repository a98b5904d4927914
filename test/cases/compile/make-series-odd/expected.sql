WITH s1(c1, c2, c3, c4, c5) AS NOT MATERIALIZED (
  VALUES
    ('a', 2::BIGINT, 1.5e0, 638501190000000000::BIGINT, 0::BIGINT),
    ('a', 5::BIGINT, CAST(NULL AS DOUBLE), 638501256000000000::BIGINT, 1::BIGINT),
    ('b', 3::BIGINT, 'nan'::DOUBLE, 638501220000000000::BIGINT, 2::BIGINT)
),
s2 AS MATERIALIZED (
  SELECT c1, c2, c3, c4, c5
  FROM s1
),
s3 AS MATERIALIZED (
  SELECT c1, c2, c3, c4, CASE WHEN c1 = 'a' THEN CAST(NULL AS INTEGER) ELSE CAST(7::BIGINT AS INTEGER) END AS c6, c5
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    c1,
    c2,
    c3,
    c4,
    c6,
    (c2 - 1::BIGINT) // 1::BIGINT - CASE WHEN (c2 - 1::BIGINT) % 1::BIGINT < 0 THEN 1 ELSE 0 END AS c7,
    c5
  FROM s3
  WHERE (c2 >= 1::BIGINT) AND (c2 < 7::BIGINT)
),
s5 AS NOT MATERIALIZED (
  SELECT max(c3) AS c9
  FROM s2
),
s6 AS MATERIALIZED (
  SELECT c9 AS c10
  FROM s5
  LIMIT 1::BIGINT
),
s7 AS NOT MATERIALIZED (
  SELECT
    c6 AS c14,
    c7 AS c13,
    CAST(coalesce(sum(c3), 0) AS DOUBLE) AS c8,
    CASE WHEN bool_or(isnan(c3)) THEN 'nan'::DOUBLE ELSE min(c3) END AS c11,
    coalesce(to_json(list_slice(list_transform([list_select(list(c1), list_grade_up(list(c5), 'ASC', 'NULLS LAST'))], lambda "values": CASE WHEN len("values") <= 128::BIGINT THEN list_filter("values", lambda candidate, place: list_position("values", candidate) = place) ELSE list_sort(list_distinct("values")) END)[1], 1, greatest(1048576::BIGINT, 0))), CAST('[]' AS JSON)) AS c12
  FROM s4
  GROUP BY c6, c7
),
s8 AS NOT MATERIALIZED (
  SELECT
    c14 AS c18,
    list(c13 ORDER BY c13) AS c15,
    0::BIGINT AS c16,
    least(((7::BIGINT - 1::BIGINT) // 1::BIGINT + CASE WHEN (7::BIGINT - 1::BIGINT) % 1::BIGINT > 0 THEN 1 ELSE 0 END) - 1, 0::BIGINT + 1048575::BIGINT) AS c17,
    list(c8 ORDER BY c13) AS c19,
    0e0 AS c20,
    list(c11 ORDER BY c13) AS c21,
    (
      SELECT c10
      FROM s6
    ) AS c22,
    list(c12 ORDER BY c13) AS c23,
    CAST(NULL AS JSON) AS c24
  FROM s7
  WHERE c13 IS NOT NULL
  GROUP BY c14
),
s9 AS NOT MATERIALIZED (
  SELECT
    c16,
    c17,
    c18,
    c19,
    c20,
    c21,
    c22,
    c23,
    c24,
    CASE WHEN c15[-1] > c17 THEN list_filter(c15, lambda "bin": "bin" <= c17) ELSE c15 END AS c25
  FROM s8
),
s10 AS MATERIALIZED (
  SELECT
    list_transform(range(0::BIGINT, least((((7::BIGINT - 1::BIGINT) // 1::BIGINT + CASE WHEN (7::BIGINT - 1::BIGINT) % 1::BIGINT > 0 THEN 1 ELSE 0 END) - 1) + 1, 0::BIGINT + 1048576::BIGINT)), lambda "number": CAST(1::BIGINT + ("number" * 1::BIGINT) AS BIGINT)) AS c29
),
s11 AS NOT MATERIALIZED (
  SELECT
    c18,
    list_concat(list_resize([c20], coalesce(c25[1], c17 + 1) - c16, c20), flatten(list_transform(list_slice(c19, 1, len(c25)), lambda value, place: list_resize([value], coalesce(c25[place + 1], c17 + 1) - c25[place], c20)))) AS c26,
    list_concat(list_resize([c22], coalesce(c25[1], c17 + 1) - c16, c22), flatten(list_transform(list_slice(c21, 1, len(c25)), lambda value, place: list_resize([value], coalesce(c25[place + 1], c17 + 1) - c25[place], c22)))) AS c27,
    list_concat(list_resize([c24], coalesce(c25[1], c17 + 1) - c16, c24), flatten(list_transform(list_slice(c23, 1, len(c25)), lambda value, place: list_resize([value], coalesce(c25[place + 1], c17 + 1) - c25[place], c24)))) AS c28,
    (
      SELECT c29
      FROM s10
    ) AS c30
  FROM s9
),
s12 AS NOT MATERIALIZED (
  SELECT
    c18,
    to_json(list_transform(c26, lambda "point": CASE WHEN isfinite("point") THEN to_json("point") WHEN isnan("point") THEN CAST('"NaN"' AS JSON) WHEN "point" > 0 THEN CAST('"Infinity"' AS JSON) WHEN "point" < 0 THEN CAST('"-Infinity"' AS JSON) ELSE NULL END)) AS c31,
    to_json(list_transform(c27, lambda "point": CASE WHEN isfinite("point") THEN to_json("point") WHEN isnan("point") THEN CAST('"NaN"' AS JSON) WHEN "point" > 0 THEN CAST('"Infinity"' AS JSON) WHEN "point" < 0 THEN CAST('"-Infinity"' AS JSON) ELSE NULL END)) AS c32,
    to_json(list_transform(c28, lambda "point": "point")) AS c33,
    to_json(c30) AS c34
  FROM s11
),
s13 AS NOT MATERIALIZED (
  SELECT c1, c2, c3, c4 // 18000000000::BIGINT - CASE WHEN c4 % 18000000000::BIGINT < 0 THEN 1 ELSE 0 END AS c35
  FROM s3
  WHERE c4 IS NOT NULL
),
s14 AS NOT MATERIALIZED (
  SELECT c1 AS c38, c35 AS c37, CAST(coalesce(sum(c3), 0) AS DOUBLE) AS c36
  FROM s13
  GROUP BY c1, c35
),
s15 AS NOT MATERIALIZED (
  SELECT
    c38 AS c42,
    list(c37 ORDER BY c37) AS c39,
    min(c37) AS c40,
    least(max(c37), min(c37) + 1048575::BIGINT) AS c41,
    list(c36 ORDER BY c37) AS c43,
    0e0 AS c44
  FROM s14
  WHERE c37 IS NOT NULL
  GROUP BY c38
),
s16 AS NOT MATERIALIZED (
  SELECT
    c40,
    c41,
    c42,
    c43,
    c44,
    CASE WHEN c39[-1] > c41 THEN list_filter(c39, lambda "bin": "bin" <= c41) ELSE c39 END AS c45
  FROM s15
),
s17 AS NOT MATERIALIZED (
  SELECT
    c42,
    list_concat(list_resize([c44], coalesce(c45[1], c41 + 1) - c40, c44), flatten(list_transform(list_slice(c43, 1, len(c45)), lambda value, place: list_resize([value], coalesce(c45[place + 1], c41 + 1) - c45[place], c44)))) AS c46,
    list_transform(range(c40, c41 + 1), lambda "number": CAST("number" * 18000000000::BIGINT AS BIGINT)) AS c47
  FROM s16
),
s18 AS NOT MATERIALIZED (
  SELECT
    c42,
    to_json(list_transform(c46, lambda "point": CASE WHEN isfinite("point") THEN to_json("point") WHEN isnan("point") THEN CAST('"NaN"' AS JSON) WHEN "point" > 0 THEN CAST('"Infinity"' AS JSON) WHEN "point" < 0 THEN CAST('"-Infinity"' AS JSON) ELSE NULL END)) AS c48,
    to_json(list_transform(c47, lambda "point": to_json(nullif(coalesce(CASE WHEN "point" % 10 = 0 THEN strftime(make_timestamp("point" // 10 - 62135596800000000::BIGINT), '%Y-%m-%dT%H:%M:%S.%f0Z') ELSE strftime(make_timestamp("point" // 10 - 62135596800000000::BIGINT), '%Y-%m-%dT%H:%M:%S.%f') || CAST("point" % 10 AS VARCHAR) || 'Z' END, ''), '')))) AS c49
  FROM s17
),
s19 AS NOT MATERIALIZED (
  SELECT c2, (c2 - 7::BIGINT) // 1::BIGINT - CASE WHEN (c2 - 7::BIGINT) % 1::BIGINT < 0 THEN 1 ELSE 0 END AS c50
  FROM s3
  WHERE (c2 >= 7::BIGINT) AND (c2 < 1::BIGINT)
),
s20 AS NOT MATERIALIZED (
  SELECT c50 AS c52, count(*) AS c51
  FROM s19
  GROUP BY c50
),
s21 AS NOT MATERIALIZED (
  SELECT
    list(c52 ORDER BY c52) AS c53,
    0::BIGINT AS c54,
    least(((1::BIGINT - 7::BIGINT) // 1::BIGINT + CASE WHEN (1::BIGINT - 7::BIGINT) % 1::BIGINT > 0 THEN 1 ELSE 0 END) - 1, 0::BIGINT + 1048575::BIGINT) AS c55,
    list(c51 ORDER BY c52) AS c56,
    0::BIGINT AS c57
  FROM s20
  WHERE c52 IS NOT NULL
  HAVING count(*) > 0
),
s22 AS NOT MATERIALIZED (
  SELECT c54, c55, c56, c57, CASE WHEN c53[-1] > c55 THEN list_filter(c53, lambda "bin": "bin" <= c55) ELSE c53 END AS c58
  FROM s21
),
s23 AS MATERIALIZED (
  SELECT
    list_transform(range(0::BIGINT, least((((1::BIGINT - 7::BIGINT) // 1::BIGINT + CASE WHEN (1::BIGINT - 7::BIGINT) % 1::BIGINT > 0 THEN 1 ELSE 0 END) - 1) + 1, 0::BIGINT + 1048576::BIGINT)), lambda "number": CAST(7::BIGINT + ("number" * 1::BIGINT) AS BIGINT)) AS c60
),
s24 AS NOT MATERIALIZED (
  SELECT
    list_concat(list_resize([c57], coalesce(c58[1], c55 + 1) - c54, c57), flatten(list_transform(list_slice(c56, 1, len(c58)), lambda value, place: list_resize([value], coalesce(c58[place + 1], c55 + 1) - c58[place], c57)))) AS c59,
    (
      SELECT c60
      FROM s23
    ) AS c61
  FROM s22
),
s25 AS NOT MATERIALIZED (
  SELECT to_json(c59) AS c62, to_json(c61) AS c63
  FROM s24
),
s26 AS NOT MATERIALIZED (
  SELECT c2, (c2 - 1::BIGINT) // 0::BIGINT - CASE WHEN (c2 - 1::BIGINT) % 0::BIGINT < 0 THEN 1 ELSE 0 END AS c64
  FROM s3
  WHERE (c2 >= 1::BIGINT) AND (c2 < 7::BIGINT)
),
s27 AS NOT MATERIALIZED (
  SELECT c64 AS c66, count(*) AS c65
  FROM s26
  GROUP BY c64
),
s28 AS NOT MATERIALIZED (
  SELECT
    list(c66 ORDER BY c66) AS c67,
    0::BIGINT AS c68,
    least(((7::BIGINT - 1::BIGINT) // 0::BIGINT + CASE WHEN (7::BIGINT - 1::BIGINT) % 0::BIGINT > 0 THEN 1 ELSE 0 END) - 1, 0::BIGINT + 1048575::BIGINT) AS c69,
    list(c65 ORDER BY c66) AS c70,
    0::BIGINT AS c71
  FROM s27
  WHERE c66 IS NOT NULL
  HAVING count(*) > 0
),
s29 AS NOT MATERIALIZED (
  SELECT c68, c69, c70, c71, CASE WHEN c67[-1] > c69 THEN list_filter(c67, lambda "bin": "bin" <= c69) ELSE c67 END AS c72
  FROM s28
),
s30 AS MATERIALIZED (
  SELECT
    list_transform(range(0::BIGINT, least((((7::BIGINT - 1::BIGINT) // 0::BIGINT + CASE WHEN (7::BIGINT - 1::BIGINT) % 0::BIGINT > 0 THEN 1 ELSE 0 END) - 1) + 1, 0::BIGINT + 1048576::BIGINT)), lambda "number": CAST(1::BIGINT + ("number" * 0::BIGINT) AS BIGINT)) AS c74
),
s31 AS NOT MATERIALIZED (
  SELECT
    list_concat(list_resize([c71], coalesce(c72[1], c69 + 1) - c68, c71), flatten(list_transform(list_slice(c70, 1, len(c72)), lambda value, place: list_resize([value], coalesce(c72[place + 1], c69 + 1) - c72[place], c71)))) AS c73,
    (
      SELECT c74
      FROM s30
    ) AS c75
  FROM s29
),
s32 AS NOT MATERIALIZED (
  SELECT to_json(c73) AS c76, to_json(c75) AS c77
  FROM s31
),
s33 AS NOT MATERIALIZED (
  SELECT c2, (c2 - 1::BIGINT) // 1::BIGINT - CASE WHEN (c2 - 1::BIGINT) % 1::BIGINT < 0 THEN 1 ELSE 0 END AS c78
  FROM s3
  WHERE (c2 > 99::BIGINT) AND (c2 >= 1::BIGINT) AND (c2 < 4::BIGINT)
),
s34 AS NOT MATERIALIZED (
  SELECT c78 AS c80, count(*) AS c79
  FROM s33
  GROUP BY c78
),
s35 AS NOT MATERIALIZED (
  SELECT
    list(c80 ORDER BY c80) AS c81,
    0::BIGINT AS c82,
    least(((4::BIGINT - 1::BIGINT) // 1::BIGINT + CASE WHEN (4::BIGINT - 1::BIGINT) % 1::BIGINT > 0 THEN 1 ELSE 0 END) - 1, 0::BIGINT + 1048575::BIGINT) AS c83,
    list(c79 ORDER BY c80) AS c84,
    9::BIGINT AS c85
  FROM s34
  WHERE c80 IS NOT NULL
  HAVING count(*) > 0 OR (((4::BIGINT - 1::BIGINT) // 1::BIGINT + CASE WHEN (4::BIGINT - 1::BIGINT) % 1::BIGINT > 0 THEN 1 ELSE 0 END) - 1) >= 0::BIGINT
),
s36 AS NOT MATERIALIZED (
  SELECT c82, c83, c84, c85, CASE WHEN c81[-1] > c83 THEN list_filter(c81, lambda "bin": "bin" <= c83) ELSE c81 END AS c86
  FROM s35
),
s37 AS MATERIALIZED (
  SELECT
    list_transform(range(0::BIGINT, least((((4::BIGINT - 1::BIGINT) // 1::BIGINT + CASE WHEN (4::BIGINT - 1::BIGINT) % 1::BIGINT > 0 THEN 1 ELSE 0 END) - 1) + 1, 0::BIGINT + 1048576::BIGINT)), lambda "number": CAST(1::BIGINT + ("number" * 1::BIGINT) AS BIGINT)) AS c88
),
s38 AS NOT MATERIALIZED (
  SELECT
    list_concat(list_resize([c85], coalesce(c86[1], c83 + 1) - c82, c85), flatten(list_transform(list_slice(c84, 1, len(c86)), lambda value, place: list_resize([value], coalesce(c86[place + 1], c83 + 1) - c86[place], c85)))) AS c87,
    (
      SELECT c88
      FROM s37
    ) AS c89
  FROM s36
),
s39 AS NOT MATERIALIZED (
  SELECT to_json(c87) AS c90, to_json(c89) AS c91
  FROM s38
),
s40 AS NOT MATERIALIZED (
  SELECT c2, (c2 - 4::BIGINT) // 1::BIGINT - CASE WHEN (c2 - 4::BIGINT) % 1::BIGINT < 0 THEN 1 ELSE 0 END AS c92
  FROM s3
  WHERE (c2 > 99::BIGINT) AND (c2 >= 4::BIGINT) AND (c2 < 1::BIGINT)
),
s41 AS NOT MATERIALIZED (
  SELECT c92 AS c94, count(*) AS c93
  FROM s40
  GROUP BY c92
),
s42 AS NOT MATERIALIZED (
  SELECT
    list(c94 ORDER BY c94) AS c95,
    0::BIGINT AS c96,
    least(((1::BIGINT - 4::BIGINT) // 1::BIGINT + CASE WHEN (1::BIGINT - 4::BIGINT) % 1::BIGINT > 0 THEN 1 ELSE 0 END) - 1, 0::BIGINT + 1048575::BIGINT) AS c97,
    list(c93 ORDER BY c94) AS c98,
    0::BIGINT AS c99
  FROM s41
  WHERE c94 IS NOT NULL
  HAVING count(*) > 0 OR (((1::BIGINT - 4::BIGINT) // 1::BIGINT + CASE WHEN (1::BIGINT - 4::BIGINT) % 1::BIGINT > 0 THEN 1 ELSE 0 END) - 1) >= 0::BIGINT
),
s43 AS NOT MATERIALIZED (
  SELECT
    c96,
    c97,
    c98,
    c99,
    CASE WHEN c95[-1] > c97 THEN list_filter(c95, lambda "bin": "bin" <= c97) ELSE c95 END AS c100
  FROM s42
),
s44 AS MATERIALIZED (
  SELECT
    list_transform(range(0::BIGINT, least((((1::BIGINT - 4::BIGINT) // 1::BIGINT + CASE WHEN (1::BIGINT - 4::BIGINT) % 1::BIGINT > 0 THEN 1 ELSE 0 END) - 1) + 1, 0::BIGINT + 1048576::BIGINT)), lambda "number": CAST(4::BIGINT + ("number" * 1::BIGINT) AS BIGINT)) AS c102
),
s45 AS NOT MATERIALIZED (
  SELECT
    list_concat(list_resize([c99], coalesce(c100[1], c97 + 1) - c96, c99), flatten(list_transform(list_slice(c98, 1, len(c100)), lambda value, place: list_resize([value], coalesce(c100[place + 1], c97 + 1) - c100[place], c99)))) AS c101,
    (
      SELECT c102
      FROM s44
    ) AS c103
  FROM s43
),
s46 AS NOT MATERIALIZED (
  SELECT to_json(c101) AS c104, to_json(c103) AS c105
  FROM s45
),
s47 AS NOT MATERIALIZED (
  SELECT CASE WHEN coalesce(c2 = 5::BIGINT, FALSE) THEN 5000000::BIGINT ELSE c2 END AS c106
  FROM s3
),
s48 AS NOT MATERIALIZED (
  SELECT c106 // 1::BIGINT - CASE WHEN c106 % 1::BIGINT < 0 THEN 1 ELSE 0 END AS c107
  FROM s47
  WHERE c106 IS NOT NULL
),
s49 AS NOT MATERIALIZED (
  SELECT c107 AS c109, count(*) AS c108
  FROM s48
  GROUP BY c107
),
s50 AS NOT MATERIALIZED (
  SELECT
    list(c109 ORDER BY c109) AS c110,
    min(c109) AS c111,
    least(max(c109), min(c109) + 1048575::BIGINT) AS c112,
    list(c108 ORDER BY c109) AS c113,
    0::BIGINT AS c114
  FROM s49
  WHERE c109 IS NOT NULL
  HAVING count(*) > 0
),
s51 AS NOT MATERIALIZED (
  SELECT
    c111,
    c112,
    c113,
    c114,
    CASE WHEN c110[-1] > c112 THEN list_filter(c110, lambda "bin": "bin" <= c112) ELSE c110 END AS c115
  FROM s50
),
s52 AS NOT MATERIALIZED (
  SELECT
    list_concat(list_resize([c114], coalesce(c115[1], c112 + 1) - c111, c114), flatten(list_transform(list_slice(c113, 1, len(c115)), lambda value, place: list_resize([value], coalesce(c115[place + 1], c112 + 1) - c115[place], c114)))) AS c116,
    list_transform(range(c111, c112 + 1), lambda "number": CAST("number" * 1::BIGINT AS BIGINT)) AS c117
  FROM s51
),
s53 AS NOT MATERIALIZED (
  SELECT to_json(c116) AS c118, to_json(c117) AS c119
  FROM s52
),
s54 AS NOT MATERIALIZED (
  SELECT
    'cut' AS c120,
    coalesce(kql_canonical_json(CAST(to_json(CASE WHEN json_type(c118) = 'ARRAY' THEN CAST(json_array_length(c118) AS BIGINT) ELSE CAST(NULL AS BIGINT) END) AS VARCHAR)), '') AS c121,
    nullif(json_extract(c119, '$[1048575]'), 'null') AS c122
  FROM s53
),
s55 AS NOT MATERIALIZED (
  SELECT min(c2) AS c123
  FROM s2
),
s56 AS MATERIALIZED (
  SELECT c123 AS c124
  FROM s55
  LIMIT 1::BIGINT
),
s57 AS NOT MATERIALIZED (
  SELECT
    (c2 - (
      SELECT c124
      FROM s56
    )) // 2::BIGINT - CASE WHEN (c2 - (
      SELECT c124
      FROM s56
    )) % 2::BIGINT < 0 THEN 1 ELSE 0 END AS c125
  FROM s3
  WHERE (c2 >= (
    SELECT c124
    FROM s56
  )) AND (c2 < 7::BIGINT)
),
s58 AS NOT MATERIALIZED (
  SELECT c125 AS c127, count(*) AS c126
  FROM s57
  GROUP BY c125
),
s59 AS NOT MATERIALIZED (
  SELECT
    list(c127 ORDER BY c127) AS c128,
    0::BIGINT AS c129,
    least(((7::BIGINT - (
      SELECT c124
      FROM s56
    )) // 2::BIGINT + CASE WHEN (7::BIGINT - (
      SELECT c124
      FROM s56
    )) % 2::BIGINT > 0 THEN 1 ELSE 0 END) - 1, 0::BIGINT + 1048575::BIGINT) AS c130,
    list(c126 ORDER BY c127) AS c131,
    0::BIGINT AS c132
  FROM s58
  WHERE c127 IS NOT NULL
  HAVING count(*) > 0
),
s60 AS NOT MATERIALIZED (
  SELECT
    c129,
    c130,
    c131,
    c132,
    CASE WHEN c128[-1] > c130 THEN list_filter(c128, lambda "bin": "bin" <= c130) ELSE c128 END AS c133
  FROM s59
),
s61 AS MATERIALIZED (
  SELECT
    list_transform([row((
      SELECT c124
      FROM s56
    ), (
      SELECT c124
      FROM s56
    ), (
      SELECT c124
      FROM s56
    ))], lambda "lifted": list_transform(range(0::BIGINT, least((((7::BIGINT - struct_extract("lifted", 1::BIGINT)) // 2::BIGINT + CASE WHEN (7::BIGINT - struct_extract("lifted", 2::BIGINT)) % 2::BIGINT > 0 THEN 1 ELSE 0 END) - 1) + 1, 0::BIGINT + 1048576::BIGINT)), lambda "number": CAST(struct_extract("lifted", 3::BIGINT) + ("number" * 2::BIGINT) AS BIGINT)))[1] AS c135
),
s62 AS NOT MATERIALIZED (
  SELECT
    list_concat(list_resize([c132], coalesce(c133[1], c130 + 1) - c129, c132), flatten(list_transform(list_slice(c131, 1, len(c133)), lambda value, place: list_resize([value], coalesce(c133[place + 1], c130 + 1) - c133[place], c132)))) AS c134,
    (
      SELECT c135
      FROM s61
    ) AS c136
  FROM s60
),
s63 AS NOT MATERIALIZED (
  SELECT to_json(c134) AS c137, to_json(c136) AS c138
  FROM s62
),
s64 AS NOT MATERIALIZED (
  SELECT 'by' AS c139, c18 AS c140, c31 AS c141, c32 AS c142, c33 AS c143, c34 AS c144
  FROM s12
  UNION ALL
  SELECT
    concat('ends ', c42) AS c139,
    CAST(NULL AS INTEGER) AS c140,
    c48 AS c141,
    CAST(NULL AS JSON) AS c142,
    CAST(NULL AS JSON) AS c143,
    c49 AS c144
  FROM s18
  UNION ALL
  SELECT
    'nothing' AS c139,
    CAST(NULL AS INTEGER) AS c140,
    c62 AS c141,
    CAST(NULL AS JSON) AS c142,
    CAST(NULL AS JSON) AS c143,
    c63 AS c144
  FROM s25
  UNION ALL
  SELECT
    'no step' AS c139,
    CAST(NULL AS INTEGER) AS c140,
    c76 AS c141,
    CAST(NULL AS JSON) AS c142,
    CAST(NULL AS JSON) AS c143,
    c77 AS c144
  FROM s32
  UNION ALL
  SELECT
    'nonempty' AS c139,
    CAST(NULL AS INTEGER) AS c140,
    c90 AS c141,
    CAST(NULL AS JSON) AS c142,
    CAST(NULL AS JSON) AS c143,
    c91 AS c144
  FROM s39
  UNION ALL
  SELECT
    'nonempty, no order' AS c139,
    CAST(NULL AS INTEGER) AS c140,
    c104 AS c141,
    CAST(NULL AS JSON) AS c142,
    CAST(NULL AS JSON) AS c143,
    c105 AS c144
  FROM s46
  UNION ALL
  SELECT
    c120 AS c139,
    CAST(NULL AS INTEGER) AS c140,
    CASE WHEN CASE WHEN c121 LIKE '{%' OR c121 LIKE '[%' THEN TRUE ELSE regexp_matches(c121, '^\s*(?:[\[{"\d]|-\d|true|false)') END THEN coalesce(CASE WHEN CASE WHEN regexp_matches(c121, '(?i)nan|inf|,\s*[\]}]') THEN NOT regexp_matches(regexp_replace(c121, '"(?:[^"\\]|\\.)*"', '""', 'g'), '(?i)nan|inf|,\s*[\]}]') ELSE TRUE END THEN TRY_CAST(c121 AS JSON) ELSE CAST(NULL AS JSON) END, to_json(c121)) WHEN regexp_matches(c121, '^\s*(?:null\s*)?$') THEN NULL ELSE to_json(c121) END AS c141,
    CAST(NULL AS JSON) AS c142,
    CAST(NULL AS JSON) AS c143,
    c122 AS c144
  FROM s54
  UNION ALL
  SELECT
    'scalar' AS c139,
    CAST(NULL AS INTEGER) AS c140,
    c137 AS c141,
    CAST(NULL AS JSON) AS c142,
    CAST(NULL AS JSON) AS c143,
    c138 AS c144
  FROM s63
)
SELECT
  c139 AS "what",
  c140 AS "no",
  coalesce(json_extract_string(c141, '$'), '') AS "total",
  c142 AS "least",
  c143 AS "names",
  coalesce(json_extract_string(c144, '$'), '') AS "axis"
FROM s64
ORDER BY s64.c139 ASC NULLS FIRST, s64.c140 ASC NULLS FIRST
