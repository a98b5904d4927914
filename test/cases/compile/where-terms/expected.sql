SELECT "f2_filename" AS "FileName"
FROM "processes"
WHERE ((regexp_matches("f3_processcommandline", '(?i)eve') AND regexp_matches("f3_processcommandline", '(?i)(?:^|[^\p{L}\p{N}])eve(?:[^\p{L}\p{N}]|$)')) OR (regexp_matches("f3_processcommandline", '(?i)powers') AND regexp_matches("f3_processcommandline", '(?i)(?:^|[^\p{L}\p{N}])powers')) OR regexp_matches("f2_filename", '(?i)exe(?:[^\p{L}\p{N}]|$)')) AND (NOT regexp_matches("f3_processcommandline", '(?i)(?:^|[^\p{L}\p{N}])who(?:[^\p{L}\p{N}]|$)'))
