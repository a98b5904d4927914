import type { WatchlistSchema } from '../../kql/language-service.ts'
import { type ColumnType, isKqlType } from '../../lib/kql-type.ts'
import type { Table } from '../../lib/table.ts'

/** Lists whose columns are asked for in one query. */
const atOnce = 25

/**
 * The watchlists of a workspace of Microsoft Sentinel: two questions or a few. A list whose columns could not be had is left out,
 * with what `ask` throws thrown on.
 */
export async function fetchWatchlists(ask: (kql: string) => Promise<Table>): Promise<WatchlistSchema[]> {
  const aliases = await ask('_GetWatchlistAlias')
  const position = Math.max(0, aliases.indexOf('WatchlistAlias'))
  const names = aliases
    .rows()
    .flatMap((row) => (typeof row[position] === 'string' && row[position] !== '' ? [row[position]] : []))
  const distinct = [...new Set(names)]
  const lists = new Map<string, ColumnType[]>()
  for (let at = 0; at < distinct.length; at += atOnce) {
    const parts = distinct
      .slice(at, at + atOnce)
      .map(
        (alias) =>
          `(_GetWatchlist(${literal(alias)}) | getschema | project Alias = ${literal(alias)}, ColumnOrdinal, ColumnName, ColumnType)`,
      )
    const columns = await ask(`union ${parts.join(',\n')}\n| order by Alias asc, ColumnOrdinal asc`)
    for (const { Alias, ColumnName, ColumnType } of columns.objects()) {
      if (typeof ColumnType !== 'string' || !isKqlType(ColumnType)) continue
      const list = lists.get(String(Alias)) ?? []
      list.push({ name: String(ColumnName), type: ColumnType })
      lists.set(String(Alias), list)
    }
  }
  return [...lists].map(([alias, columns]) => ({ alias, columns }))
}

function literal(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/[\r\n]/g, ' ')}'`
}
