-- hll_if: the sketch holds the values themselves: counts are exact where Azure's are within 0.8 %, and it cannot be exchanged with Azure's
WITH s1 AS NOT MATERIALIZED (
  SELECT c1
  FROM range(0::BIGINT, coalesce(CASE WHEN (CAST(100::BIGINT AS BIGINT) - CAST(1::BIGINT AS BIGINT)) = 0 OR ((CAST(100::BIGINT AS BIGINT) - CAST(1::BIGINT AS BIGINT)) > 0) = (1::BIGINT > 0) THEN ((CAST(100::BIGINT AS BIGINT) - CAST(1::BIGINT AS BIGINT)) // nullif(1::BIGINT, 0)) ELSE -1 END, -1) + 1) AS "points"(c1)
),
s2 AS NOT MATERIALIZED (
  SELECT CAST(1::BIGINT + c1 * 1::BIGINT AS BIGINT) AS c2
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT
    list_transform([list_sort(list(DISTINCT c2) FILTER (WHERE (c2 IS NOT NULL) AND coalesce(((c2 % 2::BIGINT + 2::BIGINT) % 2::BIGINT) = 0::BIGINT, FALSE)))], lambda "values": CASE WHEN len("values") > 0 THEN CASE WHEN len("values") > 1000000::BIGINT THEN CAST(error('hll: a sketch holds its values here, and these are more than 1000000. Use dcount or percentile.') AS JSON) ELSE json_object('$hll', "values") END ELSE CAST(NULL AS JSON) END)[1] AS c4,
    list_transform([list_sort(list(DISTINCT c2) FILTER (WHERE (c2 IS NOT NULL) AND coalesce(((c2 % 3::BIGINT + 3::BIGINT) % 3::BIGINT) = 0::BIGINT, FALSE)))], lambda "values": CASE WHEN len("values") > 0 THEN CASE WHEN len("values") > 1000000::BIGINT THEN CAST(error('hll: a sketch holds its values here, and these are more than 1000000. Use dcount or percentile.') AS JSON) ELSE json_object('$hll', "values") END ELSE CAST(NULL AS JSON) END)[1] AS c5,
    list_transform([list_sort(list(DISTINCT c2) FILTER (WHERE (c2 IS NOT NULL) AND coalesce(((c2 % 5::BIGINT + 5::BIGINT) % 5::BIGINT) = 0::BIGINT, FALSE)))], lambda "values": CASE WHEN len("values") > 0 THEN CASE WHEN len("values") > 1000000::BIGINT THEN CAST(error('hll: a sketch holds its values here, and these are more than 1000000. Use dcount or percentile.') AS JSON) ELSE json_object('$hll', "values") END ELSE CAST(NULL AS JSON) END)[1] AS c6
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    list_transform([kql_set('set_intersect', to_json(CAST([nullif(json_extract(c4, '$."$hll"'), 'null')] AS JSON[])))], lambda "json": CASE WHEN json_type("json") = 'ARRAY' THEN CAST(json_array_length("json") AS BIGINT) ELSE CAST(NULL AS BIGINT) END)[1] AS c7,
    list_transform([kql_set('set_intersect', to_json(CAST([nullif(json_extract(c4, '$."$hll"'), 'null'), nullif(json_extract(c5, '$."$hll"'), 'null')] AS JSON[])))], lambda "json": CASE WHEN json_type("json") = 'ARRAY' THEN CAST(json_array_length("json") AS BIGINT) ELSE CAST(NULL AS BIGINT) END)[1] AS c8,
    list_transform([kql_set('set_intersect', to_json(CAST([nullif(json_extract(c4, '$."$hll"'), 'null'), nullif(json_extract(c5, '$."$hll"'), 'null'), nullif(json_extract(c6, '$."$hll"'), 'null')] AS JSON[])))], lambda "json": CASE WHEN json_type("json") = 'ARRAY' THEN CAST(json_array_length("json") AS BIGINT) ELSE CAST(NULL AS BIGINT) END)[1] AS c9
  FROM s3
)
SELECT c7 AS s0, c8 AS s1, c9 AS s2
FROM s4
