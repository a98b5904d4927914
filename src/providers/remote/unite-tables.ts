import type { WorkspaceSurroundings, WorkspaceTable } from '../workspace.ts'
import { unitedColumns } from './unite-columns.ts'

/** The tables of several workspaces: those of one name are one, with all their columns. */
export function uniteTables(all: readonly (readonly WorkspaceTable[])[]): WorkspaceTable[] {
  const byName = Map.groupBy(all.flat(), ({ name }) => name)
  return [...byName].map(([name, tables]) => {
    const counts = tables.map(({ rowCount }) => rowCount)
    const rowCount = counts.every((each) => each !== undefined)
      ? counts.reduce((sum, each) => sum + each, 0)
      : undefined
    const first = tables.flatMap((each) => each.first ?? []).sort()[0]
    const last = tables
      .flatMap((each) => each.last ?? [])
      .sort()
      .at(-1)
    return {
      name,
      columns: unitedColumns(tables).map(({ column }) => column),
      ...(rowCount !== undefined && { rowCount }),
      ...(first !== undefined && { first }),
      ...(last !== undefined && { last }),
      sources: tables.flatMap(({ sources }) => sources),
    }
  })
}

/** Watchlists and functions of several workspaces; of one name the first is told of. */
export function uniteSurroundings(all: readonly WorkspaceSurroundings[]): WorkspaceSurroundings {
  const firstOf = <Each>(each: readonly Each[], nameOf: (one: Each) => string) =>
    [...new Map(each.toReversed().map((one) => [nameOf(one), one])).values()].reverse()
  return {
    watchlists: firstOf(
      all.flatMap((each) => each.watchlists),
      (one) => one.alias,
    ),
    functions: firstOf(
      all.flatMap((each) => each.functions),
      (one) => one.name,
    ),
  }
}
