WITH s3(c18, c19, c21) AS NOT MATERIALIZED (
  VALUES
    ('IsInteractive', CAST(0::BIGINT AS INTEGER), 'bool'),
    ('TimeGenerated', CAST(1::BIGINT AS INTEGER), 'datetime'),
    ('n', CAST(2::BIGINT AS INTEGER), 'long'),
    ('share', CAST(3::BIGINT AS INTEGER), 'real'),
    ('seen', CAST(4::BIGINT AS INTEGER), 'dynamic')
)
SELECT c18 AS "ColumnName", c21 AS "ColumnType"
FROM s3
ORDER BY s3.c19 ASC NULLS LAST
