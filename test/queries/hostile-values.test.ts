import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bindKql } from '../../src/kql/bind-kql.ts'
import type { Tabular } from '../../src/kql/tree.ts'
import { bindParameters, renderQuery } from '../../src/queries/render.ts'
import { soundQuery } from './query-text.ts'

const schemas = {
  tables: [{ name: 'SigninLogs', columns: [{ name: 'UserPrincipalName', type: 'string' as const }] }],
}
const time = { start: '2026-01-01', end: '2026-01-08' }

const query = soundQuery(
  'SigninLogs\n{{#if account}}\n| where UserPrincipalName == {{account}}\n{{/if}}\n| where UserPrincipalName in ({{others}})\n| extend Said = {{account}}',
  { account: { type: 'string', required: true }, others: { type: 'list', default: [] } },
)

function bound(account: string, others: readonly string[]) {
  const { kql } = renderQuery(query, bindParameters(query, { ...time, account, others }))
  return { kql, ...bindKql(kql, schemas) }
}

/** What breaks out where a value is put into a query as it is. */
const hostile = [
  `' or 1 == 1 or ''=='`,
  `" or 1 == 1 or ""=="`,
  `x"; SecurityEvent | take 1 //`,
  `x' | union SecurityEvent //`,
  '\\',
  '\\"',
  `\\'`,
  '\n| take 0\n',
  '\r\n//',
  '```',
  '~~~',
  '{{account}}',
  '{{{account}}}',
  '{{#if x}}',
  '\u0024{account}',
  '$value',
  '`whoami`',
  '*/ /*',
  '\u0000',
  '\u2028| take 0',
  '\ud800',
  '\u202e',
  'h"x"',
  '@"x"',
  '💥'.repeat(3),
  '[0;',
  '%7B%7B',
  'ﾊﾝﾄ',
]

describe('a value put into a query', () => {
  it.each(hostile)('stays what it is: %j', (value) => {
    const { query: tree, diagnostics } = bound(value, [value, 'plain'])
    expect(diagnostics).toEqual([])
    expect(literals(tree!.table)).toEqual([value, value, 'plain', value])
    expect(tree!.tables).toEqual(['SigninLogs'])
  })

  it('stays what it is, whatever it is', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...hostile, 'a', ' ', '|', ')'), { maxLength: 6 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(
        texts.filter((text) => text !== ''),
        texts,
        (account, other) => {
          const { query: tree, diagnostics } = bound(account, [other])
          expect(diagnostics).toEqual([])
          expect(literals(tree!.table)).toEqual([account, other, account])
        },
      ),
      { seed: 7, numRuns: 200 },
    )
  })

  it('may be a hundred thousand characters long', () => {
    const account = `'"\\\n|`.repeat(20_000)
    const { query: tree, diagnostics } = bound(account, [])
    expect(diagnostics).toEqual([])
    expect(literals(tree!.table)[0]).toBe(account)
  })
})

/** Every text constant of a bound table, in order. */
function literals(table: Tabular): string[] {
  const found: string[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) visit(each)
    else if (typeof node === 'object' && node !== null) {
      const { kind, type, value, input, ...rest } = node as Record<string, unknown>
      visit(input)
      if (kind === 'literal' && type === 'string') found.push(String(value))
      else visit(Object.values(rest))
    }
  }
  visit(table)
  return found
}
