import { describe, expect, test } from 'vitest'
import { readDatetime, readLiteral, readString } from '../../src/kql/read-literal.ts'
import { formatDatetime, formatTimespan } from '../../src/lib/kql-time.ts'
import type { KqlType } from '../../src/lib/kql-type.ts'

describe('readLiteral', () => {
  test.each<[KqlType, string, unknown]>([
    ['bool', 'TRUE', true],
    ['bool', 'bool(0)', false],
    ['bool', 'bool(2)', undefined],
    ['int', 'int(-5)', -5n],
    ['int', 'int(2147483648)', undefined],
    ['long', '0x1F', 31n],
    ['long', '0xffffffffffffffff', -1n],
    ['long', 'long(-9223372036854775808)', -9223372036854775808n],
    ['long', '9223372036854775808', undefined],
    ['long', 'long( null )', null],
    ['real', '.5', 0.5],
    ['real', '1.e3', 1000],
    ['real', 'real(nan)', Number.NaN],
    ['real', 'double(+inf)', Number.POSITIVE_INFINITY],
    ['real', 'real(one)', undefined],
    ['decimal', 'decimal(0.10)', '0.10'],
    ['decimal', 'decimal(1.5e3)', '1500'],
    ['decimal', 'decimal(-12e-4)', '-0.0012'],
    ['decimal', 'decimal(007)', '7'],
    ['guid', 'guid({74BE27DE1E4E49D9B579FE0B331D3642})', '74be27de-1e4e-49d9-b579-fe0b331d3642'],
    ['guid', 'guid(74be27de)', undefined],
  ])('%s %s', (type, raw, value) => {
    expect(readLiteral(type, raw)).toEqual(value)
  })

  test.each([
    ['1d', '1.00:00:00'],
    ['1.5h', '01:30:00'],
    ['0.1s', '00:00:00.1000000'],
    ['100ms', '00:00:00.1000000'],
    ['10microsecond', '00:00:00.0000100'],
    ['250nanoseconds', '00:00:00.0000002'],
    ['1tick', '00:00:00.0000001'],
    ['time(2)', '2.00:00:00'],
    ['time(15 seconds)', '00:00:15'],
    ["timespan('0.12:34:56.7')", '12:34:56.7000000'],
    ['time(-1.02:03:04)', '-1.02:03:04'],
  ])('timespan %s', (raw, shown) => {
    const ticks = readLiteral('timespan', raw)
    expect(typeof ticks === 'bigint' && formatTimespan(ticks)).toBe(shown)
  })

  test.each(['time(25:00:00)', '1 fortnight', 'time()', '999999999999d'])('no timespan: %s', (raw) => {
    expect(readLiteral('timespan', raw)).toBeUndefined()
  })
})

describe('readDatetime', () => {
  test.each([
    ['2014-05-25', '2014-05-25T00:00:00.0000000Z'],
    ['2014-11-08 15:55', '2014-11-08T15:55:00.0000000Z'],
    ['2014-11-08T15:55:55.123456Z', '2014-11-08T15:55:55.1234560Z'],
    ['2014-11-08T15:55:55.9999999', '2014-11-08T15:55:55.9999999Z'],
    ['2014-05-25T08:20:03+02:00', '2014-05-25T06:20:03.0000000Z'],
    ['2014-5-2', '2014-05-02T00:00:00.0000000Z'],
    ['2014-05', '2014-05-01T00:00:00.0000000Z'],
    ['2014', '2014-01-01T00:00:00.0000000Z'],
    ['20140525', '2014-05-25T00:00:00.0000000Z'],
    ['5/25/2014 3:04:05 PM', '2014-05-25T15:04:05.0000000Z'],
    ['12/31/2014 12:00 AM', '2014-12-31T00:00:00.0000000Z'],
    ['Sat, 8 Nov 14 15:05:02 GMT', '2014-11-08T15:05:02.0000000Z'],
    ['8 November 2014', '2014-11-08T00:00:00.0000000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.0000000Z'],
    ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.9999990Z'],
  ])('%s', (text, shown) => {
    const instant = readDatetime(text)
    expect(instant !== undefined && formatDatetime(instant)).toBe(shown)
  })

  test.each(['2021-02-29', '2021-13-01', '2021-01-01 24:00', '25/5/2014', 'tomorrow', '0000-01-01', ''])(
    'no datetime: %j',
    (text) => {
      expect(readDatetime(text)).toBeUndefined()
    },
  )
})

describe('readString', () => {
  test.each([
    [`'it\\'s'`, `it's`],
    [`"a\\\\b\\r\\n\\t\\0"`, 'a\\b\r\n\t\0'],
    [`"\\x41\\u00e9\\U0001F600\\101"`, 'Aé😀A'],
    [`"\\q"`, 'q'],
    [`@"c:\\temp\\""x"""`, 'c:\\temp\\"x"'],
    [`@'it''s'`, `it's`],
    [`h"secret"`, 'secret'],
    [`H@'x'`, 'x'],
    ['```a\n"b" \\n```', 'a\n"b" \\n'],
    ['~~~x~~~', 'x'],
    [`''`, ''],
  ])('%s', (raw, text) => {
    expect(readString(raw)).toBe(text)
  })
})
