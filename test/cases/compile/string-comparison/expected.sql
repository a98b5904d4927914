WITH s1(c1, c2) AS NOT MATERIALIZED (
  VALUES ('Ada', 'ADA'), ('a', 'B'), ('é', 'E')
)
SELECT
  c1 AS "a",
  c2 AS "b",
  lower(c1) = lower(c2) AS "same",
  NOT (lower(c1) = lower(c2)) AS "different",
  starts_with(lower(c1), 'a') AS "starts",
  ends_with(c2, 'A') AS "ends"
FROM s1
