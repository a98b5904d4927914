import { expect, it } from 'vitest'
import { kqlTypes } from '../../src/lib/kql-type.ts'
import { stackColumns } from '../../src/lib/stack-columns.ts'
import { Table } from '../../src/lib/table.ts'

const columns = kqlTypes.map((type) => ({ name: type, type }))
const none = columns.map(({ type }) => (type === 'string' ? '' : null))

it('gives nulls, or empty texts, where a part has no such column', () => {
  const data = columns.map(({ type }) => stackColumns(type, [{ data: undefined, rowCount: 2 }]))
  expect(Table.fromColumns(columns, 2, data).rows()).toEqual([none, none])
})

it('marks no nulls where there are none', () => {
  const { data } = Table.fromRows([{ name: 'n', type: 'long' }], [[1], [null]]).pick([0])
  const [part] = data
  expect(stackColumns('long', [{ data: part, rowCount: 1 }])).toEqual({
    kind: 'bigints',
    values: new BigInt64Array([1n]),
  })
})
