import { buildTable, freeName, type StoredTable } from './build-table.ts'
import { loadMacros } from './macros.ts'
import type { Part } from './profile-part.ts'
import { runSql, type Session } from './session.ts'
import type { StagedFile } from './staged.ts'

/** A table and the parts of files it is made of. */
export interface TableParts {
  readonly name: string
  readonly parts: Part[]
}

/** Makes ready what staging and building rely on. Once a session. */
export async function prepareToLoad(session: Session): Promise<void> {
  await runSql(session, loadMacros.join(';\n'))
}

/** Of a file's columns those that are text, a number or a time in every table it may be: all but dynamic and unknown ones. */
export function textNames(session: Session, tables: readonly string[], names: readonly string[]): ReadonlySet<string> {
  const types = tables.map(
    (table) => new Map(session.schemas.find(table)?.columns.map((column) => [column.name, column.type])),
  )
  return new Set(names.filter((name) => types.every((each) => (each.get(name) ?? 'dynamic') !== 'dynamic')))
}

/** Builds each table and drops what was staged for it as soon as no other needs it. */
export async function buildTables(
  session: Session,
  tables: Iterable<TableParts>,
  onTable: (name: string) => void,
): Promise<StoredTable[]> {
  const all = [...tables]
  const taken = new Set<string>()
  const waiting = new Map<StagedFile, number>()
  for (const { staged } of all.flatMap((each) => each.parts)) waiting.set(staged, (waiting.get(staged) ?? 0) + 1)
  const stored: StoredTable[] = []
  for (const { name, parts } of all) {
    onTable(name)
    // Names of the engine's own tables.
    const sqlName = freeName(/^(duckdb|pg|sqlite|information)_/i.test(name) ? `log_${name}` : name, taken)
    const table = await buildTable(session, name, sqlName, parts)
    // A table no row came to: the rows of a file of several tables all said another.
    if (table.rowCount > 0 || parts.some((part) => part.condition === undefined)) stored.push(table)
    for (const { staged } of parts) {
      const left = waiting.get(staged)! - 1
      waiting.set(staged, left)
      if (left === 0 && staged.temporary !== undefined) await runSql(session, `DROP TABLE ${staged.temporary}`)
    }
  }
  return stored
}
