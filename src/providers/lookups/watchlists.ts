import { kqlLiteral, kqlName } from '../../kql/literal.ts'
import type { Table } from '../../lib/table.ts'
import type { Answer, Lookup } from './lookup.ts'
import { observableKinds } from './observable.ts'
import { ObservableIndex } from './observable-index.ts'
import { allTime, perTable, rowOf } from './workspace-table.ts'

/** Columns whose names say that they hold what can be looked up, besides the search key. */
const telling = /ip|addr|cidr|network|range|subnet|domain|host|fqdn|dns|url|uri|hash|md5|sha1|sha256|mail|upn/i

/** The watchlists of the workspace. */
export const watchlists: Lookup = {
  id: 'watchlists',
  title: 'Watchlists',
  text: 'Watchlists of the workspace: their search keys, and columns whose names tell of addresses, domains, URLs, hashes or e-mail addresses. What a list means only its name says: information.',
  about: 'context',
  kinds: observableKinds,
  place: 'local',
  hosts: [],
  needsKey: false,
  async look(observables, { workspace, signal }) {
    const lists = (await workspace.surroundings()).watchlists.filter(({ rowCount }) => rowCount !== 0)
    const answers: Answer[] = []
    let entries = 0
    for (const { alias, columns, searchKey } of lists) {
      signal?.throwIfAborted()
      const read = [...new Set(['SearchKey', ...columns.filter((name) => name === searchKey || telling.test(name))])]
      const table = await workspace.ask(`_GetWatchlist(${kqlLiteral('string', alias)})`, allTime)
      const index = indexFor(table, read)
      entries += table.rowCount
      for (const observable of observables) {
        const rows = new Map(index.find(observable).map((match) => [match.entry, match]))
        for (const [row, { by, text }] of rows) {
          const how = by === 'itself' ? '' : by === 'network' ? `, by its network ${text}` : `, by ${text}`
          answers.push({
            observable,
            severity: 'information',
            verdict: `On the watchlist ${alias}${how}`,
            within: alias,
            raw: rowOf(table, row),
            ...timeOf(table, row),
          })
        }
      }
    }
    return { answers, entries }
  },
}

function timeOf(table: Table, row: number): { readonly asOf?: string } {
  const updated = table.value(row, 'LastUpdatedTimeUTC')
  return typeof updated === 'string' ? { asOf: updated } : {}
}

const made = perTable(() => new Map<string, ObservableIndex<number>>())

function indexFor(table: Table, columns: readonly string[]): ObservableIndex<number> {
  const kept = made(table)
  const key = columns.map(kqlName).join()
  const there = kept.get(key)
  if (there) return there
  const index = new ObservableIndex<number>()
  for (const name of columns) for (const [row, cell] of table.column(name).entries()) index.add(String(cell ?? ''), row)
  kept.set(key, index)
  return index
}
