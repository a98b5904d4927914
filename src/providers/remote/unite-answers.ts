import { cutNotice, defaultRows } from '../local/result-limits.ts'
import type { NamedTable, QueryTable } from '../workspace.ts'
import { firstRows } from './append-tables.ts'
import { type OwnedTable, uniteColumns } from './unite-columns.ts'

/** What one of several workspaces answered, or why it did not. */
export type OwnAnswer =
  | { readonly workspace: string; readonly answer: QueryTable }
  | { readonly workspace: string; readonly failure: string; readonly error: unknown }

/** The answers of several workspaces as one: each row says which it is from, and each notice too, unless all say the same. */
export function uniteAnswers(all: readonly OwnAnswer[], limit: number | undefined): QueryTable {
  const answered = all.flatMap((each) => ('answer' in each ? [each] : []))
  const failed = all.flatMap((each) => ('failure' in each ? [each] : []))
  const most = limit ?? defaultRows
  const tables = answered.map(({ workspace, answer }) => ({ workspace, table: answer.table }))
  const isCut = tables.reduce((sum, { table }) => sum + table.rowCount, 0) > most
  const statuses = new Set(answered.map(({ answer }) => answer.completeness.status))
  const isPartial = failed.length > 0 || statuses.has('partial')
  const pieces = answered.flatMap(
    ({ workspace, answer }) => answer.pieces?.map((each) => ({ ...each, workspace })) ?? [],
  )
  const more = moreTables(answered, most)
  const [first] = answered
  return {
    table: uniteColumns(share(tables, most)),
    completeness: {
      status: isPartial ? 'partial' : isCut || more.isCut || statuses.has('truncated') ? 'truncated' : 'complete',
      notices: [
        ...notices(answered),
        ...failed.map(({ workspace, failure }) => `${workspace} gave no answer: ${failure}`),
        ...(isCut || more.isCut ? [cutNotice({ rows: most }, most, false, limit !== undefined)] : []),
      ],
    },
    durationMs: Math.max(0, ...answered.map(({ answer }) => answer.durationMs)),
    ...(first?.answer.chart !== undefined && { chart: first.answer.chart }),
    ...(first?.answer.name !== undefined && { name: first.answer.name }),
    ...(more.tables.length > 0 && { more: more.tables }),
    ...(pieces.length > 0 && { pieces }),
  }
}

type Answered = Extract<OwnAnswer, { readonly answer: QueryTable }>

function notices(answered: readonly Answered[]): string[] {
  const all = answered.map(({ answer }) => answer.completeness.notices)
  const common = new Set(all[0]?.filter((notice) => all.every((each) => each.includes(notice))))
  const own = answered.flatMap(({ workspace, answer }) =>
    answer.completeness.notices.filter((each) => !common.has(each)).map((each) => `${workspace}: ${each}`),
  )
  return [...common, ...own]
}

/** The first rows of each, so many that none is left out for the sake of another that has more. */
function share(tables: readonly OwnedTable[], most: number): OwnedTable[] {
  const kept = new Map<OwnedTable, number>()
  let left = most
  const smallestFirst = tables.toSorted((a, b) => a.table.rowCount - b.table.rowCount)
  for (const [index, each] of smallestFirst.entries()) {
    const rows = Math.min(each.table.rowCount, Math.ceil(left / (smallestFirst.length - index)))
    kept.set(each, rows)
    left -= rows
  }
  return tables.map((each) => ({ ...each, table: firstRows(each.table, kept.get(each)!) }))
}

/** The tables after the first: those at the same place are one. */
function moreTables(
  answered: readonly Answered[],
  most: number,
): { readonly tables: NamedTable[]; readonly isCut: boolean } {
  const count = Math.max(0, ...answered.map(({ answer }) => answer.more?.length ?? 0))
  let isCut = false
  const tables = Array.from({ length: count }, (_, at): NamedTable => {
    const here = answered.flatMap(({ workspace, answer }) => {
      const each = answer.more?.[at]
      return each ? [{ ...each, workspace }] : []
    })
    const { name, chart } = here[0]!
    if (here.reduce((sum, { table }) => sum + table.rowCount, 0) > most) isCut = true
    return { name, table: uniteColumns(share(here, most)), ...(chart !== undefined && { chart }) }
  })
  return { tables, isCut }
}
