import { describe, expect, it } from 'vitest'
import { HuntletError } from '../../src/lib/diagnostic.ts'
import type { ColumnType } from '../../src/lib/kql-type.ts'
import { noProgress } from '../../src/lib/progress.ts'
import { Table } from '../../src/lib/table.ts'
import type { StepDefinition } from '../../src/notebooklet/step.ts'
import { outputOf } from '../../src/notebooklet/step-message.ts'
import { steps } from '../../src/notebooklet/steps.ts'
import { oddTables } from './odd-tables.ts'

/** What a step must be told; every other option is its default. */
const required: Readonly<Record<string, object>> = {
  take: { rows: 3 },
  sort: { by: 'Value' },
  where: { column: 'Account', equals: 'constructor' },
  'rows-of': { value: 'alice' },
  select: { columns: ['Account'] },
  'count-by': { by: 'Sequence' },
  sessionize: { by: ['UserId', 'ClientIP'], event: 'Operation' },
  'session-at-rank': { rank: 1 },
  'session-detail': { rank: 1 },
  'explain-session': { rank: 1 },
  'nearest-session': { rank: 1 },
  'sessions-of': { value: 'alice' },
  'score-by-peers': { peers: 'Role' },
  'session-detail-against': { rank: 1 },
  'explain-session-against': { rank: 1 },
  'process-ancestors': { of: 'cmd' },
  'cluster-events': { columns: ['Value', 'Bytes'] },
  'logon-session-processes': { ofLogon: '0x3e7' },
  'lookup-columns': { table: 'SecurityEvent' },
  'anomaly-threshold': { threshold: 3 },
  'sum-by': { by: ['Account'], sum: ['Bytes'] },
  'url-parts': { column: 'CommandLine' },
  'account-spellings': { account: 'alice@contoso.com' },
  'name-techniques': { columns: ['CommandLine'] },
}

/** A step's table is often what another made: the odd tables as far as these let them through. */
const made: Readonly<Record<string, string>> = {
  'session-summary': 'score-sessions',
  'rarest-transitions': 'score-sessions',
  'session-at-rank': 'score-sessions',
  'session-detail': 'score-sessions',
  'explain-session': 'score-sessions',
  'nearest-session': 'score-sessions',
  'session-features': 'score-sessions',
  'pointing-sessions': 'mark-sessions',
  'logon-session-rarity': 'process-rarity',
  'logon-session-reasons': 'process-rarity',
  'process-clusters': 'process-rarity',
  'process-summary': 'process-rarity',
  'process-tree-summary': 'process-tree',
  'process-ancestors': 'process-tree',
  'anomaly-threshold': 'stl-anomalies',
  'anomaly-periods': 'stl-anomalies',
  'stl-anomalies': 'time-series',
  'series-anomalies': 'time-series',
}

/** Steps whose columns are what the rows hold, by design: `huntlet check` knows only those that are always there. */
const columnsOfRows: ReadonlySet<string> = new Set(['expand-event-data'])

describe.each(Object.entries(steps))('%s on odd tables', (name, step) => {
  const inputs = { ...oddTables, ...tablesOf(made[name]) }

  it('is told what it must be told', () => {
    // A new step with options that have no default needs its row in `required`.
    expect(step.options.safeParse(required[name] ?? {}).error?.issues ?? []).toEqual([])
  })

  it('gives a table or says what is wrong', () => {
    const faults = Object.entries(inputs).flatMap(([kind, table]) => {
      const outcome = outcomeOf(step, name, table)
      return outcome instanceof Error && !(outcome instanceof HuntletError) ? [`${kind}: ${outcome.stack}`] : []
    })
    expect(faults).toEqual([])
  })

  it('leaves its tables as they were', () => {
    for (const [kind, table] of Object.entries(inputs)) {
      const before = structuredClone(table.data)
      outcomeOf(step, name, table)
      expect(table.data, kind).toEqual(before)
    }
  })

  it.skipIf(columnsOfRows.has(name))('gives the columns that its check was told, whatever the rows', () => {
    const faults = Object.entries(inputs).flatMap(([kind, table]) => {
      const outcome = outcomeOf(step, name, table)
      if (outcome instanceof Error) return []
      const expected = columnsFor(step, name, table)
      return expected === said(outcome.columns) ? [] : [`${kind}: ${said(outcome.columns)} instead of ${expected}`]
    })
    expect(faults).toEqual([])
  })
})

function outcomeOf(step: StepDefinition, name: string, table: Table): Table | Error {
  try {
    const options = step.options.parse(required[name] ?? {})
    return outputOf(
      step.run(
        step.inputs.map(() => table),
        options,
        noProgress,
      ),
    ).table
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** As `huntlet check` finds them. */
function columnsFor(step: StepDefinition, name: string, { columns }: Table): string {
  if (step.columns)
    return said(
      step.columns(
        step.inputs.map(() => columns),
        step.options.parse(required[name] ?? {}),
      ),
    )
  const outcome = outcomeOf(step, name, Table.empty(columns))
  return outcome instanceof Error ? outcome.message : said(outcome.columns)
}

function said(columns: readonly ColumnType[]): string {
  return columns.map(({ name, type }) => `${name}: ${type}`).join(', ')
}

function tablesOf(maker: string | undefined): Record<string, Table> {
  if (maker === undefined) return {}
  return Object.fromEntries(
    Object.entries({ ...oddTables, ...tablesOf(made[maker]) }).flatMap(([kind, table]) => {
      const outcome = outcomeOf(steps[maker]!, maker, table)
      return outcome instanceof Table ? [[`${maker} of ${kind}`, outcome]] : []
    }),
  )
}
