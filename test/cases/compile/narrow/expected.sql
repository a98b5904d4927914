WITH s1(c1, c2, c3, c4, c5) AS NOT MATERIALIZED (
  VALUES
    ('x', 1::BIGINT, 638501556300000000::BIGINT, TRUE, 0::BIGINT),
    ('', CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BOOLEAN), 1::BIGINT)
),
s2 AS NOT MATERIALIZED (
  SELECT c1, c2, c3, c4, (row_number() OVER (ORDER BY c5 ASC NULLS LAST)) + (0::BIGINT - 1) AS c6, c5
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    c6,
    CAST('["s","n","t","b"]' AS JSON) AS c7,
    CAST([to_json(c1), to_json(coalesce(CAST(c2 AS VARCHAR), '')), to_json(CASE WHEN c3 IS NULL THEN '' ELSE CASE WHEN c3 IS NOT NULL THEN concat('', strftime(make_timestamp(c3 // 10 - 62135596800000000::BIGINT), '%Y'), '-', strftime(make_timestamp(c3 // 10 - 62135596800000000::BIGINT), '%m'), '-', strftime(make_timestamp(c3 // 10 - 62135596800000000::BIGINT), '%d'), ' ', strftime(make_timestamp(c3 // 10 - 62135596800000000::BIGINT), '%H'), ':', strftime(make_timestamp(c3 // 10 - 62135596800000000::BIGINT), '%M'), ':', strftime(make_timestamp(c3 // 10 - 62135596800000000::BIGINT), '%S'), '.', left(printf('%07d', c3 % 10000000::BIGINT), 7::BIGINT)) ELSE '' END END), to_json(CASE WHEN c4 THEN 'True' WHEN NOT c4 THEN 'False' ELSE '' END)] AS JSON[]) AS c9,
    c5
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    c6,
    c9,
    CASE WHEN starts_with(c7, '[') THEN CAST(c7 AS VARCHAR[]) ELSE list_transform(CASE json_type(c7) WHEN 'ARRAY' THEN json_extract(c7, '$[*]') WHEN 'OBJECT' THEN list_transform(json_keys(c7), lambda c11: json_object(c11, json_extract(c7, '/' || replace(replace(c11, '~', '~0'), '/', '~1')))) ELSE [c7] END, lambda c10: json_extract_string(c10, '$')) END AS c12,
    c5
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT c6, unnest(c12) AS c13, unnest(c9) AS c14, unnest(range(0::BIGINT, greatest(len(c12), len(c9)))) AS c15, c5
  FROM s4
),
s6 AS NOT MATERIALIZED (
  SELECT c6, coalesce(c13, '') AS c16, coalesce(json_extract_string(nullif(c14, 'null'), '$'), '') AS c17, c5, c15
  FROM s5
)
SELECT c6 AS "Row", c16 AS "Column", c17 AS "Value"
FROM s6
ORDER BY s6.c5 ASC NULLS LAST, s6.c15 ASC NULLS LAST
