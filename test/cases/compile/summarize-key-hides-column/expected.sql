WITH s1 AS NOT MATERIALIZED (
  SELECT
    "f0_timegenerated" AS c1,
    "f2_ipaddress" AS c3,
    coalesce(CAST(CAST(length("f2_ipaddress") AS BIGINT) AS VARCHAR), '') AS c9
  FROM "signin_logs"
),
s2 AS NOT MATERIALIZED (
  SELECT
    c9 AS c12,
    coalesce(to_json(list_transform([list(c3)], lambda "values": CASE WHEN len("values") <= 128::BIGINT THEN list_filter("values", lambda candidate, place: list_position("values", candidate) = place) ELSE list_sort(list_distinct("values")) END)[1]), CAST('[]' AS JSON)) AS c13,
    coalesce(arg_max(row(c1, c3), c1), first(row(c1, c3)))[1::BIGINT] AS c14,
    coalesce(coalesce(arg_max(row(c1, c3), c1), first(row(c1, c3)))[2::BIGINT], '') AS c15
  FROM s1
  GROUP BY c9
)
SELECT c12 AS "IPAddress", c13 AS "users", c14 AS "latest", c15 AS "IPAddress1"
FROM s2
ORDER BY s2.c12 ASC NULLS FIRST
