WITH s1(c1, c2, c3, c4) AS NOT MATERIALIZED (
  VALUES
    ('b', CAST(xor(2::BIGINT & 4294967295, 2147483648) - 2147483648 AS INTEGER), 'y', 0::BIGINT),
    ('a', CAST(xor(3::BIGINT & 4294967295, 2147483648) - 2147483648 AS INTEGER), 'z', 1::BIGINT),
    ('a', CAST(xor(1::BIGINT & 4294967295, 2147483648) - 2147483648 AS INTEGER), 'x', 2::BIGINT),
    ('b', CAST(xor(2::BIGINT & 4294967295, 2147483648) - 2147483648 AS INTEGER), 'w', 3::BIGINT)
),
s2 AS NOT MATERIALIZED (
  SELECT
    c1 AS c5,
    coalesce(to_json(list_slice(list_select(list(c3), list_grade_up(list(create_sort_key(c2, 'DESC NULLS LAST', c3, 'ASC NULLS FIRST', c4, 'ASC NULLS LAST')))), 1, greatest(1048576::BIGINT, 0))), CAST('[]' AS JSON)) AS c6,
    coalesce(to_json(list_slice(list_select(list(json_object('what', to_json(c3))), list_grade_up(list(create_sort_key(c2, 'DESC NULLS LAST', c3, 'ASC NULLS FIRST', c4, 'ASC NULLS LAST')))), 1, greatest(1048576::BIGINT, 0))), CAST('[]' AS JSON)) AS c7
  FROM s1
  GROUP BY c1
)
SELECT c5 AS "actor", c6 AS "whats", c7 AS "bags"
FROM s2
ORDER BY s2.c5 ASC NULLS FIRST
