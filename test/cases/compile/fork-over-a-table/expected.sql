WITH s1 AS NOT MATERIALIZED (
  SELECT count(*) AS c1
  FROM "processes"
)
SELECT c1 AS "Count"
FROM s1;
WITH s1 AS NOT MATERIALIZED (
  SELECT "f2_filename" AS c1
  FROM "processes"
  LIMIT 1::BIGINT
),
s2 AS NOT MATERIALIZED (
  SELECT count(*) AS c4
  FROM s1
)
SELECT c4 AS "Count"
FROM s2
