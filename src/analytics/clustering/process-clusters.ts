import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { columnTexts } from '../columns/column-texts.ts'
import { findLogColumns, type ProcessLogColumns } from './log-columns.ts'

/**
 * Of the processes that `processRarity` rated, those that say something each: the first of every cluster and all that are in none (`clustered`),
 * or all of them (`full`). Rarest first: by `Rarity`, then by `Share`, then in the order of the table.
 */
export function processClusters(table: Table, events: 'clustered' | 'full'): Table {
  const clusters = table.column('ClusterId')
  const [rarities, shares] = [numbers(table, 'Rarity'), numbers(table, 'Share')]
  const seen = new Set<Cell>()
  const rows: number[] = []
  for (let row = 0; row < table.rowCount; row++) {
    const cluster = clusters[row]!
    if (events === 'clustered' && cluster !== -1) {
      if (seen.has(cluster)) continue
      seen.add(cluster)
    }
    rows.push(row)
  }
  rows.sort((a, b) => rarities[b]! - rarities[a]! || shares[a]! - shares[b]! || a - b)
  return table.pick(rows)
}

const summaryColumns = [
  { name: 'Hosts', type: 'int' },
  { name: 'Accounts', type: 'int' },
  { name: 'Sessions', type: 'int' },
  { name: 'Processes', type: 'int' },
  { name: 'Programs', type: 'int' },
  { name: 'CommandLines', type: 'int' },
  { name: 'WithCommandLine', type: 'int' },
  { name: 'Clusters', type: 'int' },
  { name: 'UniqueProcesses', type: 'int' },
] as const satisfies readonly ColumnType[]

/**
 * What the rating of processes rests on, a row for each source: how many hosts, accounts, logon sessions, processes, different programs and
 * command lines, processes with a command line, clusters and processes in none. A source without rows has no row.
 */
export function processSummary(table: Table, named: ProcessLogColumns = {}): Table {
  const columns = findLogColumns(table, named)
  const source = columnTexts(table, columns.source)
  const kinds = [columns.host, columns.account, columns.logon, columns.process, columns.commandLine].map((name) =>
    columnTexts(table, name),
  )
  const [host, account, logon, process, command] = kinds as [Texts, Texts, Texts, Texts, Texts]
  const clusters = table.column('ClusterId')
  const rows = source.texts.flatMap((name, at): Cell[][] => {
    const own = Array.from(source.index.keys()).filter((row) => source.index[row] === at)
    if (own.length === 0) return []
    const distinct = (of: (row: number) => unknown) => new Set(own.map(of)).size
    const unique = own.filter((row) => clusters[row] === -1).length
    return [
      [
        ...(columns.source === undefined ? [] : [name]),
        distinct((row) => host.index[row]),
        distinct((row) => account.index[row]),
        distinct((row) => `${host.index[row]},${account.index[row]},${logon.index[row]}`),
        own.length,
        distinct((row) => process.index[row]),
        distinct((row) => command.index[row]),
        own.filter((row) => command.texts[command.index[row]!] !== '').length,
        distinct((row) => clusters[row]) - Number(unique > 0),
        unique,
      ],
    ]
  })
  const sourceColumn: readonly ColumnType[] = columns.source === undefined ? [] : [{ name: 'Source', type: 'string' }]
  return Table.fromRows([...sourceColumn, ...summaryColumns], rows)
}

type Texts = ReturnType<typeof columnTexts>

function numbers(table: Table, name: string): Float64Array {
  return Float64Array.from(table.column(name), Number)
}
