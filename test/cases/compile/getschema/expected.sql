WITH s1(c1, c2, c3, c4) AS NOT MATERIALIZED (
  VALUES
    ('TimeGenerated', CAST(0::BIGINT AS INTEGER), 'System.DateTime', 'datetime'),
    ('UserPrincipalName', CAST(1::BIGINT AS INTEGER), 'System.String', 'string'),
    ('IPAddress', CAST(2::BIGINT AS INTEGER), 'System.String', 'string'),
    ('ResultType', CAST(3::BIGINT AS INTEGER), 'System.String', 'string'),
    ('RiskScore', CAST(4::BIGINT AS INTEGER), 'System.Double', 'real'),
    ('Attempts', CAST(5::BIGINT AS INTEGER), 'System.Int64', 'long'),
    ('IsInteractive', CAST(6::BIGINT AS INTEGER), 'System.SByte', 'bool'),
    ('DeviceDetail', CAST(7::BIGINT AS INTEGER), 'System.Object', 'dynamic')
)
SELECT c1 AS "ColumnName", c2 AS "ColumnOrdinal", c3 AS "DataType", c4 AS "ColumnType"
FROM s1
ORDER BY s1.c2 ASC NULLS LAST
