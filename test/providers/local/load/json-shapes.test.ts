import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../../src/providers/local/load/json-shapes.ts'

const records = (value: Parameters<typeof unwrap>[0]) => {
  const wrapped = unwrap(value)
  return wrapped && [...wrapped.records]
}

describe('unwrap', () => {
  it('finds the records in what services answer', () => {
    expect(records({ Records: [{ a: 1 }, { a: 2 }] })).toEqual([{ a: 1 }, { a: 2 }])
    expect(records({ '@odata.context': 'x', '@odata.nextLink': 'y', value: [{ a: 1 }] })).toEqual([{ a: 1 }])
    expect(records({ records: [] })).toEqual([])
  })

  it('leaves a record that has a list alone', () => {
    expect(unwrap({ id: 1, value: [{ a: 1 }] })).toBeUndefined()
    expect(unwrap({ Records: ['a', 'b'] })).toBeUndefined()
    expect(unwrap({ value: [{ a: 1 }], events: [{ b: 1 }] })).toBeUndefined()
    expect(unwrap({ a: 1 })).toBeUndefined()
  })

  it('reads the tables of the query APIs with their types', () => {
    const columns = [
      { name: 'T', type: 'datetime' },
      { name: 'X', type: 'dynamic' },
    ]
    const rows = [['2024-01-01', '{}'], ['2024-01-02']]
    const expected = [
      { T: '2024-01-01', X: '{}' },
      { T: '2024-01-02', X: null },
    ]
    const analytics = unwrap({ tables: [{ name: 'PrimaryResult', columns, rows }] })!
    expect([...analytics.records]).toEqual(expected)
    expect(analytics.types).toMatchObject({ T: 'datetime', X: 'dynamic' })
    expect(records({ columns, rows, completeness: {} })).toEqual(expected)
    const kusto = columns.map(({ name, type }) => ({ ColumnName: name, ColumnType: type }))
    expect(records({ Tables: [{ TableName: 'Table_0', Columns: kusto, Rows: rows }] })).toEqual(expected)
    expect(records({ FrameType: 'DataTable', TableKind: 'PrimaryResult', Columns: kusto, Rows: rows })).toEqual(
      expected,
    )
    expect(records({ FrameType: 'DataSetCompletion' })).toEqual([])
  })
})
