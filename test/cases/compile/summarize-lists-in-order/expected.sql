WITH s1 AS NOT MATERIALIZED (
  SELECT
    coalesce(to_json(list_slice(list_select(list("f2_ipaddress"), list_grade_up(list(create_sort_key("f0_timegenerated", 'DESC NULLS LAST', "rowid", 'ASC NULLS LAST')))), 1, greatest(1048576::BIGINT, 0))), CAST('[]' AS JSON)) AS c1
  FROM "signin_logs"
)
SELECT c1 AS "list"
FROM s1
