-- reduce: groups are found as the published algorithm says (words in their places, more frequent than the threshold); Azure may put some texts into other groups
WITH s1(c1, c2) AS NOT MATERIALIZED (
  VALUES
    ('logon of ann failed', 0::BIGINT),
    ('logon of bob failed', 1::BIGINT),
    ('disk is full', 2::BIGINT),
    ('logon of eve failed', 3::BIGINT),
    ('disk is gone', 4::BIGINT),
    ('goodbye', 5::BIGINT)
),
s2 AS MATERIALIZED (
  SELECT c1, row_number() OVER (ORDER BY c2 ASC NULLS LAST) AS c3
  FROM s1
),
s3 AS NOT MATERIALIZED (
  SELECT c1 AS c4, count(*) AS c5, min(c3) AS c6
  FROM s2
  GROUP BY c1
),
s4 AS MATERIALIZED (
  SELECT kql_reduce(list(c4 ORDER BY c6), list(c5 ORDER BY c6), 0.3e0, '') AS c8
  FROM s3
),
s5 AS NOT MATERIALIZED (
  SELECT unnest(c8[1::BIGINT]) AS c9, unnest(c8[2::BIGINT]) AS c10, unnest(c8[3::BIGINT]) AS c11
  FROM s4
)
SELECT c9 AS "Pattern", CAST(c10 AS BIGINT) AS "Count", c11 AS "Representative"
FROM s5
