WITH s1(c1, c2) AS NOT MATERIALIZED (
  VALUES ('one two', 'TWO'), ('one-two', 'ne'), ('x', ''), ('a.c abc', 'a.c')
)
SELECT
  c1 AS "text",
  c2 AS "needle",
  regexp_matches(c1, '(?i)' || CASE WHEN regexp_matches(c2, '^[\p{L}\p{N}]') THEN '(?:^|[^\p{L}\p{N}])' ELSE '' END || regexp_escape(c2) || CASE WHEN regexp_matches(c2, '[\p{L}\p{N}]$') THEN '(?:[^\p{L}\p{N}]|$)' ELSE '' END) AS "term",
  contains(lower(c1), lower(c2)) AS "part",
  regexp_matches(c1, '(?i)' || CASE WHEN regexp_matches(c2, '^[\p{L}\p{N}]') THEN '(?:^|[^\p{L}\p{N}])' ELSE '' END || regexp_escape(c2) || '') AS "prefix"
FROM s1
