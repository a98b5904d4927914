WITH s1(c1, c2, c3, c4) AS NOT MATERIALIZED (
  VALUES ('ada', 'ok', 3::BIGINT, 0::BIGINT), ('ada', 'ok', 5::BIGINT, 1::BIGINT), ('bob', 'no', 1::BIGINT, 2::BIGINT)
),
s2 AS NOT MATERIALIZED (
  SELECT
    c1 AS c5,
    coalesce(to_json(list_slice(list_select(list(c3) FILTER (WHERE (c2 = 'ok') AND (c3 IS NOT NULL)), list_grade_up(list(c4) FILTER (WHERE (c2 = 'ok') AND (c3 IS NOT NULL)), 'ASC', 'NULLS LAST')), 1, greatest(1048576::BIGINT, 0))), CAST('[]' AS JSON)) AS c6,
    coalesce(to_json(list_slice(list_select(list(c3) FILTER (WHERE (c2 = 'no') AND (c3 IS NOT NULL)), list_grade_up(list(c4) FILTER (WHERE (c2 = 'no') AND (c3 IS NOT NULL)), 'ASC', 'NULLS LAST')), 1, greatest(1048576::BIGINT, 0))), CAST('[]' AS JSON)) AS c7
  FROM s1
  GROUP BY c1
)
SELECT c5 AS "user", c6 AS "ok", c7 AS "no"
FROM s2
