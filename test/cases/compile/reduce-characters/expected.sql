-- reduce: groups are found as the published algorithm says (words in their places, more frequent than the threshold); Azure may put some texts into other groups
WITH s1 AS NOT MATERIALIZED (
  SELECT c1
  FROM range(0::BIGINT, coalesce(CASE WHEN (CAST(20::BIGINT AS BIGINT) - CAST(1::BIGINT AS BIGINT)) = 0 OR ((CAST(20::BIGINT AS BIGINT) - CAST(1::BIGINT AS BIGINT)) > 0) = (1::BIGINT > 0) THEN ((CAST(20::BIGINT AS BIGINT) - CAST(1::BIGINT AS BIGINT)) // nullif(1::BIGINT, 0)) ELSE -1 END, -1) + 1) AS "points"(c1)
),
s2 AS NOT MATERIALIZED (
  SELECT CAST(1::BIGINT + c1 * 1::BIGINT AS BIGINT) AS c2, c1
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT concat('hostX', coalesce(CAST(c2 AS VARCHAR), '')) AS c4, c1
  FROM s2
),
s4 AS MATERIALIZED (
  SELECT c4, row_number() OVER (ORDER BY c1 ASC NULLS LAST) AS c5
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT c4 AS c6, count(*) AS c7, min(c5) AS c8
  FROM s4
  GROUP BY c4
),
s6 AS MATERIALIZED (
  SELECT kql_reduce(list(c6 ORDER BY c8), list(c7 ORDER BY c8), 0.1e0, 'X') AS c10
  FROM s5
),
s7 AS NOT MATERIALIZED (
  SELECT unnest(c10[1::BIGINT]) AS c11, unnest(c10[2::BIGINT]) AS c12, unnest(c10[3::BIGINT]) AS c13
  FROM s6
)
SELECT c11 AS "Pattern", CAST(c12 AS BIGINT) AS "Count", c13 AS "Representative"
FROM s7
