import { kqlLiteral, kqlName } from '../../kql/literal.ts'
import type { Table } from '../../lib/table.ts'
import { type Asker, ask } from './question.ts'
import type { WireTable } from './wire.ts'

/** Above this the question is a burden to the service. */
const mostTables = 200

/** How many records each table has, and from when to when, in one question; undefined where there is nothing, or too much, to ask. */
function countsQuery(tables: readonly WireTable[]): string | undefined {
  const asked = tables.filter(({ plan }) => plan === undefined || plan === 'analytics')
  if (asked.length === 0 || asked.length > mostTables) return undefined
  const each = asked.map(({ name, time }) => {
    const none = 'datetime(null)'
    const range =
      time === undefined
        ? `First = ${none}, Last = ${none}`
        : `First = min(${kqlName(time)}), Last = max(${kqlName(time)})`
    const counted =
      time === undefined ? `summarize Rows = count() | extend ${range}` : `summarize Rows = count(), ${range}`
    return `(${kqlName(name)} | ${counted} | extend Name = ${kqlLiteral('string', name)})`
  })
  return `union isfuzzy=true ${each.join(', ')} | project Name, Rows, First, Last`
}

export interface TableCount {
  readonly rowCount: number
  readonly first?: string
  readonly last?: string
}

/** The answer, by the table's name. */
function readCounts(table: Table): ReadonlyMap<string, TableCount> {
  const time = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  return new Map(
    [...table.objects()].map(({ Name: name, Rows: rows, First, Last }) => {
      const [first, last] = [time(First), time(Last)]
      return [String(name), { rowCount: Number(rows), ...(first && { first }), ...(last && { last }) }]
    }),
  )
}

/** Asked once, and not insisted on: tables are told of without, too. */
export async function countRecords(
  tables: readonly WireTable[],
  asker: Asker,
): Promise<ReadonlyMap<string, TableCount>> {
  const kql = countsQuery(tables)
  if (kql === undefined || asker.signal.aborted) return new Map()
  try {
    const { tables, shortfall } = await ask({ wide: [], readsWatchlists: false }, kql, undefined, asker)
    return shortfall ? new Map() : readCounts(tables[0].table)
  } catch {
    return new Map()
  }
}
