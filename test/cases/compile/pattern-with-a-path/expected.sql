WITH s1 AS NOT MATERIALIZED (
  SELECT "f2_filename" AS c1, 'names' AS c2
  FROM "processes"
  UNION ALL
  SELECT "f1_userprincipalname" AS c1, 'names' AS c2
  FROM "signin_logs"
)
SELECT c1 AS "Name", c2 AS "Part"
FROM s1
