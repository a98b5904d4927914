SELECT
  1::BIGINT AS "print_0",
  'x' AS "name",
  2.5e0 AS "print_2",
  CAST('{"a":[1]}' AS JSON) AS "d",
  937840000000::BIGINT AS "t",
  CAST('74be27de-1e4e-49d9-b579-fe0b331d3642' AS UUID) AS "g",
  CAST(NULL AS DOUBLE) AS "n"
