WITH s1(c1, c2) AS NOT MATERIALIZED (
  VALUES
    ('one two', 'TWO'),
    ('one-two', 'ne'),
    ('x', ''),
    ('a.c abc', 'a.c'),
    ('один два', 'ДВА'),
    ('один-два', 'дв'),
    ('x·y', 'Y'),
    ('xéy', 'y')
)
SELECT
  c1 AS "text",
  c2 AS "needle",
  CASE WHEN NOT regexp_matches(c1, '(?i)' || regexp_escape(c2)) THEN FALSE WHEN strlen(c1) = length(c1) THEN regexp_matches(c1, '(?i)' || CASE WHEN regexp_matches(c2, '^[\p{L}\p{N}]') THEN '(?:^|[^A-Za-z0-9])' ELSE '' END || regexp_escape(c2) || CASE WHEN regexp_matches(c2, '[\p{L}\p{N}]$') THEN '(?:[^A-Za-z0-9]|$)' ELSE '' END) ELSE regexp_matches(c1, '(?i)' || CASE WHEN regexp_matches(c2, '^[\p{L}\p{N}]') THEN '(?:^|[^\p{L}\p{N}])' ELSE '' END || regexp_escape(c2) || CASE WHEN regexp_matches(c2, '[\p{L}\p{N}]$') THEN '(?:[^\p{L}\p{N}]|$)' ELSE '' END) END AS "term",
  contains(lower(c1), lower(c2)) AS "part",
  CASE WHEN NOT regexp_matches(c1, '(?i)' || regexp_escape(c2)) THEN FALSE WHEN strlen(c1) = length(c1) THEN regexp_matches(c1, '(?i)' || CASE WHEN regexp_matches(c2, '^[\p{L}\p{N}]') THEN '(?:^|[^A-Za-z0-9])' ELSE '' END || regexp_escape(c2) || '') ELSE regexp_matches(c1, '(?i)' || CASE WHEN regexp_matches(c2, '^[\p{L}\p{N}]') THEN '(?:^|[^\p{L}\p{N}])' ELSE '' END || regexp_escape(c2) || '') END AS "prefix"
FROM s1
