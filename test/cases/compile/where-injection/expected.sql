SELECT
  'x'' OR 1=1; DROP TABLE signin_logs; --' AS "who",
  ('a' || chr(0) || 'b') AS "nul",
  'one
two' AS "line",
  '"c1"' AS "name"
WHERE regexp_matches('x'' OR 1=1; DROP TABLE signin_logs; --', '(?i)DROP') AND regexp_matches('x'' OR 1=1; DROP TABLE signin_logs; --', '(?i)(?:^|[^\p{L}\p{N}])DROP(?:[^\p{L}\p{N}]|$)')
