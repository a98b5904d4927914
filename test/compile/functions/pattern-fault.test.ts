import { describe, expect, it } from 'vitest'
import { patternFault } from '../../../src/compile/functions/pattern-fault.ts'
import { duckdbPattern } from '../../../src/compile/functions/regex.ts'
import { openTestDatabase } from '../../support/duckdb.ts'

const good = [
  '',
  'a|b|',
  '^a$',
  String.raw`(?i)(\w+)\s*=\s*(?P<value>[^;]*)`,
  '(?<name>x)y*?',
  '[]a]+',
  '[^]a]',
  '[[:alpha:]_]{2,3}',
  String.raw`\Qa(b\E+`,
  String.raw`\p{Greek}\x{1F600}\pL`,
  'a{,3}',
  'x{1000}',
  '()',
  '(|a)*',
  String.raw`[a\]b]`,
  '🎈+',
  '{a}',
  '(?:a(b)?)+?',
  '^*',
  '(?:a*)*',
  'a*?b+?c{2}?',
]
const bad = [
  '(a',
  'a)',
  '[a',
  '*a',
  '(*a)',
  'a|*b',
  'a\\',
  String.raw`(a)\1`,
  '(?=a)',
  '(?!a)b',
  '(?<=a)b',
  '(?<!a)b',
  'x{1001}',
  'x{2}{3}',
  'a**',
  'a*+',
  'a+??',
  'x{3,2}',
  '(a))',
  '+',
  String.raw`\y`,
]

describe('what is wrong with a regular expression', () => {
  it('is what DuckDB stops at, and nothing else', async () => {
    const database = await openTestDatabase()
    for (const pattern of [...good, ...bad]) {
      const text = duckdbPattern(pattern).replaceAll("'", "''")
      const accepted = await database.query(`SELECT regexp_matches('a', '${text}')`).then(
        () => true,
        () => false,
      )
      expect([pattern, patternFault(pattern) === undefined]).toEqual([pattern, accepted])
      expect([pattern, accepted]).toEqual([pattern, good.includes(pattern)])
    }
    database.close()
  })
})
