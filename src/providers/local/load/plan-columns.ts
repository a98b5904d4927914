import { unspeakable } from '../../../kql/unspeakable.ts'
import { isKqlType, type TableSchema } from '../../../lib/kql-type.ts'
import type { StagedColumn } from './staged.ts'

/** A column of the table and the file's columns it is made of: the first that has a value, row by row. */
export interface PlannedColumn {
  readonly name: string
  readonly sources: readonly StagedColumn[]
}

export interface ColumnPlan {
  readonly columns: readonly PlannedColumn[]
  /** Names of the file that become another: `DeviceDetail_dynamic` is `DeviceDetail`. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[]
}

/** Says which table a row belongs to, and is no column of it. */
const tableColumn = '$table'

/**
 * Which column of the table each column of a file becomes. Against a known schema, letters may be cased otherwise, and
 * `Name_type` stands for `Name`: a union of tables that disagree on a type exports both. What the schema does not know
 * stays as it is, but for names that no query can say: these get a `_` behind them.
 */
export function planColumns(columns: readonly StagedColumn[], schema: TableSchema | undefined): ColumnPlan {
  const known = new Map(schema?.columns.map((column) => [column.name, column.name]))
  const folded = new Map(schema?.columns.map((column) => [column.name.toLowerCase(), column.name]))
  const present = new Set(columns.map((column) => column.name))
  const presentFolded = new Set(columns.map((column) => column.name.toLowerCase()))
  const sources = new Map<string, StagedColumn[]>()
  const renamed: { from: string; to: string }[] = []

  const targetOf = ({ name }: StagedColumn): string => {
    if (unspeakable.has(name)) return freeName(`${name}_`, present)
    if (known.has(name)) return name
    const cased = folded.get(name.toLowerCase())
    if (cased !== undefined && !present.has(cased)) return cased
    const [, base, type] = /^(.+)_([a-z]+)$/.exec(name) ?? []
    const meant = base === undefined ? undefined : folded.get(base.toLowerCase())
    if (meant !== undefined && isKqlType(type!) && !presentFolded.has(meant.toLowerCase())) return meant
    return name
  }

  for (const column of columns) {
    if (column.name === tableColumn) continue
    const target = targetOf(column)
    if (target !== column.name) renamed.push({ from: column.name, to: target })
    const together = sources.get(target)
    if (together) together.push(column)
    else sources.set(target, [column])
  }
  return { columns: Array.from(sources, ([name, each]) => ({ name, sources: each })), renamed }
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? freeName(`${name}_`, taken) : name
}
