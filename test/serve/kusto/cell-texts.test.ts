import { describe, expect, it } from 'vitest'
import type { KqlType } from '../../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { cellTexts, type ProtocolVersion } from '../../../src/serve/kusto/cell-texts.ts'

function written(type: KqlType, cells: readonly Cell[], version: ProtocolVersion = 'v2'): string[] {
  const table = Table.fromRows(
    [{ name: 'c', type }],
    cells.map((cell) => [cell]),
  )
  const [text] = cellTexts(table, version)
  return cells.map((_, row) => text!(row))
}

describe('cells as Kusto writes them', () => {
  it('keep all digits of longs and ticks of times', () => {
    expect(written('long', [9223372036854775807n, -9007199254740993n, 5, null])).toEqual([
      '9223372036854775807',
      '-9007199254740993',
      '5',
      'null',
    ])
    expect(written('datetime', ['2021-04-16T12:07:14.1234567Z', null])).toEqual([
      '"2021-04-16T12:07:14.1234567Z"',
      'null',
    ])
    expect(written('timespan', ['1.02:03:04.5000001', '-00:00:01'])).toEqual(['"1.02:03:04.5000001"', '"-00:00:01"'])
  })

  it('name what is no number, and tell reals from whole numbers', () => {
    expect(written('real', [Number.NaN, Infinity, -Infinity, 1, -0, 1.5, 1e21, null])).toEqual([
      '"NaN"',
      '"Infinity"',
      '"-Infinity"',
      '1.0',
      '-0.0',
      '1.5',
      '1e+21',
      'null',
    ])
    expect(written('decimal', ['0.12345678901234567890'])).toEqual(['"0.12345678901234567890"'])
  })

  it('tell the empty text from nothing, and escape what JSON needs', () => {
    expect(written('string', ['', 'a"b\n\u0001\ud800'])).toEqual(['""', '"a\\"b\\n\\u0001\\ud800"'])
    expect(written('guid', ['12345678-1234-1234-1234-123456789abc', null])).toEqual([
      '"12345678-1234-1234-1234-123456789abc"',
      'null',
    ])
  })

  it('write bools as numbers in v1 alone', () => {
    expect(written('bool', [true, false, null], 'v1')).toEqual(['1', '0', 'null'])
    expect(written('bool', [true, false, null])).toEqual(['true', 'false', 'null'])
  })

  it('write bags and arrays as text in v1, as values in v2', () => {
    expect(written('dynamic', [{ a: [1, null] }, [1], 5, 'x', null], 'v1')).toEqual([
      '"{\\"a\\":[1,null]}"',
      '"[1]"',
      '5',
      '"x"',
      'null',
    ])
    expect(written('dynamic', [{ a: [1, null] }, [1], 5, 'x', true])).toEqual([
      '{"a":[1,null]}',
      '[1]',
      '5',
      '"x"',
      'true',
    ])
  })

  it('keep a dynamic string apart from what it reads as', () => {
    const looks = ['12', 'true', '{"a":1}', '"x"', 'null', 'plain', '']
    const read = written('dynamic', looks).map((text) => JSON.parse(text) as string)
    const meant = read.map((text) => {
      try {
        return JSON.parse(text) as string
      } catch {
        return text
      }
    })
    expect(meant).toEqual(looks)
  })
})
