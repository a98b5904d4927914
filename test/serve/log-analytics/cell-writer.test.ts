import { expect, it } from 'vitest'
import type { KqlType } from '../../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { cellWriters } from '../../../src/serve/log-analytics/cell-writer.ts'

const written = (type: KqlType, cells: readonly Cell[]) => {
  const table = Table.fromRows(
    [{ name: 'c', type }],
    cells.map((cell) => [cell]),
  )
  return cells.map((_, row) => cellWriters(table)[0]!(row))
}

it.each<[KqlType, readonly Cell[], readonly string[]]>([
  ['bool', [true, false, null], ['true', 'false', 'null']],
  ['int', [1, -2, null], ['1', '-2', 'null']],
  [
    'long',
    [1, 9007199254740993n, -9223372036854775808n, null],
    ['1', '9007199254740993', '-9223372036854775808', 'null'],
  ],
  ['real', [1.5, 2, -0, 1e300, 5e-324, 0.1, null], ['1.5', '2.0', '-0.0', '1e+300', '5e-324', '0.1', 'null']],
  ['real', [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], ['"NaN"', '"Infinity"', '"-Infinity"']],
  ['decimal', ['1.20', '123456789012345678901234567890', null], ['"1.20"', '"123456789012345678901234567890"', 'null']],
  [
    'datetime',
    ['2024-01-01', '2024-01-01T10:20:30.1200000Z', '2024-01-01T00:00:00.1234567Z', '2024-01-01T00:00:10Z', null],
    [
      '"2024-01-01T00:00:00Z"',
      '"2024-01-01T10:20:30.12Z"',
      '"2024-01-01T00:00:00.1234567Z"',
      '"2024-01-01T00:00:10Z"',
      'null',
    ],
  ],
  ['timespan', ['01:02:03', '-1.00:00:00.0000001', null], ['"01:02:03"', '"-1.00:00:00.0000001"', 'null']],
  ['guid', ['74be27de-1e4e-49d9-b579-fe0b331d3642', null], ['"74be27de-1e4e-49d9-b579-fe0b331d3642"', 'null']],
  [
    'string',
    ['', 'é"\n\u2028\ud800', 'again', 'again', 'again'],
    ['""', '"é\\"\\n\u2028\\ud800"', '"again"', '"again"', '"again"'],
  ],
  // A text of JSON, as the service gives it: the client parses it once more.
  ['dynamic', [{ a: [1, 'x"'] }, 'text', null], ['"{\\"a\\":[1,\\"x\\\\\\"\\"]}"', '"\\"text\\""', 'null']],
])('writes %s as the service does', (type, cells, expected) => {
  expect(written(type, cells)).toEqual(expected)
  for (const text of written(type, cells)) JSON.parse(text)
})
