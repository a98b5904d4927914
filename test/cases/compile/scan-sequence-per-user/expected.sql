WITH s1(c1, c2, c3, c4) AS NOT MATERIALIZED (
  VALUES
    (1::BIGINT, 'ann', 'fail', 0::BIGINT),
    (2::BIGINT, 'bob', 'fail', 1::BIGINT),
    (3::BIGINT, 'ann', 'fail', 2::BIGINT),
    (4::BIGINT, 'bob', 'success', 3::BIGINT),
    (5::BIGINT, 'ann', 'success', 4::BIGINT)
),
s2 AS MATERIALIZED (
  SELECT c1, c2, c3, row_number() OVER (ORDER BY c1 ASC NULLS FIRST, c4 ASC NULLS LAST) AS c5
  FROM s1
),
s3 AS MATERIALIZED (
  SELECT
    kql_scan_whole('{"variables":[],"steps":[{"output":"all","condition":["row","flag",0],"values":[]},{"output":"all","condition":["call","and",["row","flag",1],["call","less or equal",["call","subtract",["row","whole",1],["at",0,"whole",2]],["whole","2"]]],"values":[]}]}', [list(CAST(c3 = 'fail' AS BOOLEAN) ORDER BY c5), list(CAST(c3 = 'success' AS BOOLEAN) ORDER BY c5)], [list(c5 ORDER BY c5), list(c1 ORDER BY c5), list_append(list(c1 ORDER BY c5), CAST(NULL AS BIGINT))], CAST([] AS DOUBLE[][]), CAST([] AS VARCHAR[][])) AS c6
  FROM s2
  GROUP BY c2
),
s4 AS NOT MATERIALIZED (
  SELECT unnest(c6[1::BIGINT]) AS c7, unnest(c6[2::BIGINT]) AS c8, unnest(c6[3::BIGINT]) AS c9
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT c1, c2, c3, c9, c5, c8
  FROM s2
  JOIN s4 ON c5 = c7
)
SELECT c1 AS "Minute", c2 AS "User", c3 AS "Event", c9 AS "Try"
FROM s5
ORDER BY s5.c5 ASC NULLS LAST, s5.c8 ASC NULLS LAST
