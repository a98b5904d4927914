WITH s1(c1, c2) AS NOT MATERIALIZED (
  VALUES
    (7::BIGINT, 2::BIGINT),
    ((-7::BIGINT), 2::BIGINT),
    (7::BIGINT, (-2::BIGINT)),
    ((-7::BIGINT), (-2::BIGINT)),
    (7::BIGINT, 0::BIGINT)
)
SELECT
  c1 AS "a",
  c2 AS "b",
  CASE WHEN c2 = -1 AND c1 = '-9223372036854775808'::BIGINT THEN '-9223372036854775808'::BIGINT ELSE c1 // c2 END AS "quotient",
  CASE WHEN (c1 % c2) < 0 THEN (c1 % c2) + abs(c2) ELSE c1 % c2 END AS "remainder",
  TRY_CAST(c1 AS DOUBLE) / TRY_CAST(c2 AS DOUBLE) AS "real_quotient"
FROM s1
