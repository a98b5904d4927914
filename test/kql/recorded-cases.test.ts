import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type BoundKql, bindKql } from '../../src/kql/bind-kql.ts'
import { isUnsupported } from '../../src/kql/messages.ts'
import { isKqlType, type TableSchema } from '../../src/lib/kql-type.ts'

const folder = new URL('../../../shared/kql-cases/', import.meta.url)

interface Case {
  readonly id: string
  readonly query: string
  readonly tables?: Readonly<Record<string, { readonly columns: readonly { name: string; type: string }[] }>>
  readonly expected?: { readonly columns: readonly { readonly name: string; readonly type: string }[] } | null
  readonly expected_error?: string
}

const files = new Map<string, Case[]>()

function casesIn(file: string): Case[] {
  const read = files.get(file) ?? readCases(file)
  files.set(file, read)
  return read
}

function readCases(file: string): Case[] {
  return readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Case)
}

function schemaOf(tables: Case['tables']): TableSchema[] {
  return Object.entries(tables ?? {}).flatMap(([name, table]) =>
    table.columns
      ? [
          {
            name,
            columns: table.columns.map(({ name: column, type }) => ({
              name: column,
              type: isKqlType(type) ? type : 'dynamic',
            })),
          },
        ]
      : [],
  )
}

const boundCases = new Map<Case, BoundKql>()

function bound(kql: Case): BoundKql {
  let result = boundCases.get(kql)
  if (!result) {
    result = bindKql(kql.query, { tables: schemaOf(kql.tables) })
    boundCases.set(kql, result)
  }
  return result
}

/** `bound`, `refused`, or `wrong`: the binder's errors. */
function outcome(kql: Case): 'bound' | 'refused' | 'wrong' {
  const { query, diagnostics } = bound(kql)
  if (query) return 'bound'
  const errors = diagnostics.filter((each) => each.severity === 'error')
  expect(errors.length, kql.id).toBeGreaterThan(0)
  return errors.every((each) => isUnsupported(each.code)) ? 'refused' : 'wrong'
}

function columnsDiffer(kql: Case): boolean {
  const columns = bound(kql).query?.table.columns
  if (!columns || !kql.expected) return false
  const { columns: wanted } = kql.expected
  return (
    columns.length !== wanted.length ||
    columns.some(
      (column, index) => column.name !== wanted[index]!.name || !wanted[index]!.type.split('|').includes(column.type),
    )
  )
}

/** Of names and types the package gives, those the engine gives otherwise. */
const knownDifferences = [
  // datetime_diff of weeks is real.
  'agent-datetime-timespan-0012',
  // The engine makes up a name of the bag that is indexed.
  'agent-dynamic-json-0044',
]

describe.skipIf(!existsSync(folder))('recorded queries', () => {
  test.each([
    { file: 'recorded-core.jsonl', leastBound: 747 },
    { file: 'recorded-samples.jsonl', leastBound: 350 },
    { file: 'documentation.jsonl', leastBound: 384 },
  ])('$file: bind or are refused, and never throw', ({ file, leastBound }) => {
    const answered = casesIn(file).filter((each) => !each.expected_error)
    const boundOnes = answered.filter((each) => outcome(each) === 'bound')
    expect(boundOnes.length).toBeGreaterThanOrEqual(leastBound)
  })

  test('columns and types are the engine’s', () => {
    const cases = ['recorded-core.jsonl', 'recorded-samples.jsonl'].flatMap(casesIn)
    const differing = cases.filter(columnsDiffer).map((each) => each.id)
    expect(differing).toEqual(knownDifferences)
  })
})
