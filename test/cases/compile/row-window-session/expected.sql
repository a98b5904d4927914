WITH s1(c1, c2, c3) AS NOT MATERIALIZED (
  VALUES
    ('ada', TIMESTAMP '2024-05-01 08:00:00', 0::BIGINT),
    ('ada', TIMESTAMP '2024-05-01 08:04:59', 1::BIGINT),
    ('ada', TIMESTAMP '2024-05-01 08:09:59', 2::BIGINT),
    ('ada', TIMESTAMP '2024-05-01 08:12:00', 3::BIGINT),
    ('bob', TIMESTAMP '2024-05-01 08:13:00', 4::BIGINT),
    ('bob', CAST(NULL AS TIMESTAMP), 5::BIGINT),
    ('bob', TIMESTAMP '2024-05-01 08:14:00', 6::BIGINT)
),
s2 AS NOT MATERIALIZED (
  SELECT c1, c2, lag(c1, 1::BIGINT, '') OVER (ORDER BY c3 ASC NULLS LAST) AS c4, c3
  FROM s1
),
s3 AS MATERIALIZED (
  SELECT c1, c2, epoch_us(c2) * 10 AS c5, c1 <> c4 AS c6, c3
  FROM s2
),
s4 AS NOT MATERIALIZED (
  SELECT
    unnest(list(c3 ORDER BY c3)) AS c7,
    unnest(row_window_session(list(c5 ORDER BY c3), list(c6 ORDER BY c3), 12000000000::BIGINT, 3000000000::BIGINT)) AS c8
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT c1, c2, make_timestamp(c8 // 10) AS c9, c3
  FROM s3
  JOIN s4 ON c3 = c7
)
SELECT c1 AS "user", c2 AS "t", c9 AS "begin"
FROM s5
ORDER BY s5.c3 ASC NULLS LAST
