import { describe, expect, it } from 'vitest'
import type { Head } from '../../../../src/providers/local/load/read-text.ts'
import { sniff } from '../../../../src/providers/local/load/sniff.ts'

function head(text: string, whole = true): Head {
  return { bytes: Buffer.from(text, 'latin1'), text, whole, form: { packing: 'none', encoding: 'utf-8', mark: false } }
}

describe('sniff', () => {
  it.each([
    ['{"a":1}\n{"a":2}\n', 'json-lines'],
    ['{"a":1}\nbroken\n{"a":2}\n', 'json-lines'],
    ['broken {\n{"a":1}\n', 'other'],
    ['{broken\n{"a":1}\n{"a":2}\n', 'json-lines'],
    ['{"a":1}', 'json-document'],
    ['{\n  "a": 1\n}\n', 'json-document'],
    ['  [ {"a":1} ]', 'json-array'],
    ['[]', 'json-array'],
    ['[1,2,3]', 'other'],
    ['a,b\n1,2\n', 'other'],
    ['a,b,c\n1,2,3\n', 'csv'],
    ['Dear reader, this is, in short,\na letter\n', 'other'],
    ['PAR1....', 'parquet'],
    ['\0\0\0\0\0\0\0\0\0\0\0\0', 'other'],
    ['   \n', 'empty'],
    ['', 'empty'],
  ])('takes %j for %s by its content alone', (text, kind) => {
    expect(sniff(head(text), '.txt').kind).toBe(kind)
  })

  it('trusts the extension where the content leaves it open', () => {
    expect(sniff(head('Name\nx\ny\n'), '.csv')).toEqual({ kind: 'csv', delimiter: ',', header: ['Name'] })
    expect(sniff(head('a,b\n1,2\n'), '.csv').kind).toBe('csv')
  })

  it('finds the delimiter on which the lines agree', () => {
    expect(sniff(head('Level,Date and Time,Source,Event ID,Task Category\n'), '.csv')).toMatchObject({
      header: ['Level', 'Date and Time', 'Source', 'Event ID', 'Task Category', 'Message'],
    })
    expect(sniff(head('a;b;c\n1,5;2,5;3,5\n'), '')).toMatchObject({ kind: 'csv', delimiter: ';' })
    expect(sniff(head('a|b|c\n1|2|3\n'), '')).toMatchObject({ kind: 'csv', delimiter: '|' })
  })

  it('refuses a CSV without a header, and says what is missing', () => {
    expect(sniff(head('1,2,3\n4,5,6\n'), '.csv')).toMatchObject({
      kind: 'other',
      reason: expect.stringContaining('first line with the names'),
    })
  })
})
