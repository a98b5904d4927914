SELECT "f2_filename" AS "FileName"
FROM "processes"
WHERE (regexp_matches("f3_processcommandline", '(?i)(?:^|[^\p{L}\p{N}])(?:net|ALL)(?:[^\p{L}\p{N}]|$)') OR regexp_matches("f3_processcommandline", '(?i)-enc(?:[^\p{L}\p{N}]|$)')) AND (NOT (regexp_matches("f3_processcommandline", '(?i)(?:^|[^\p{L}\p{N}])net(?:[^\p{L}\p{N}]|$)') AND regexp_matches("f3_processcommandline", '(?i)(?:^|[^\p{L}\p{N}])add(?:[^\p{L}\p{N}]|$)')))
