import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CsvRecord, CsvRecords } from '../../../../src/providers/local/load/csv-records.ts'

/** The records of a text that arrives in pieces of the given size. */
function read(text: string, size = text.length || 1, delimiter = ','): CsvRecord[] {
  const reader = new CsvRecords(delimiter)
  const records: CsvRecord[] = []
  for (let at = 0; at < text.length; at += size) records.push(...reader.push(text.slice(at, at + size)))
  return [...records, ...reader.end()]
}

const fields = (text: string, size?: number) => read(text, size).map((record) => record.fields)

describe('CsvRecords', () => {
  it('reads quoted delimiters, line breaks and doubled quotes', () => {
    expect(fields('a,"b,c",d\r\n"e\nf","g""h",\n')).toEqual([
      ['a', 'b,c', 'd'],
      ['e\nf', 'g"h', ''],
    ])
  })

  it('gives back what was written, in pieces of any size', () => {
    const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é', '😀'), maxLength: 6 })
    const row = fc.array(field, { minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 9 }), (rows, size) => {
        const text = rows.map((each) => `${each.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')}\r\n`).join('')
        expect(fields(text, size)).toEqual(rows)
      }),
    )
  })

  it('reads the same whatever the pieces', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r'), maxLength: 30 })
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (content, size) => {
        expect(read(content, size)).toEqual(read(content))
      }),
    )
  })

  it('counts lines through quoted line breaks and blank lines', () => {
    expect(read('a,"x\ny"\n\nb,c\n').map((record) => record.line)).toEqual([1, 4])
  })

  it('keeps quotes in the middle of a field, and blames those that close too early', () => {
    expect(read('a"b,c\n"d" ,e\n"f"g,h\n')).toEqual([
      { line: 1, fields: ['a"b', 'c'] },
      { line: 2, fields: ['d', 'e'] },
      { line: 3, fields: ['f', 'h'], fault: 'text follows a closing quote' },
    ])
  })

  it('blames only the line on which a quote is opened and never closed', () => {
    expect(read('a,b\n1,"2\n3,4\n').map(({ line, fault }) => [line, fault])).toEqual([
      [1, undefined],
      [2, 'a quote is opened and never closed'],
      [3, undefined],
    ])
  })

  it('takes the delimiter it is given', () => {
    expect(read('a;b,c\n', 99, ';')[0]!.fields).toEqual(['a', 'b,c'])
  })
})
