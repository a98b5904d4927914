import { buildTable, freeName, type StoredTable } from './build-table.ts'
import { loadMacros } from './macros.ts'
import type { Part } from './profile-part.ts'
import { runSql, type Session, sideBySide, stagingSchema } from './session.ts'
import type { StagedFile } from './staged.ts'

/** A table and the parts of files it is made of. */
export interface TableParts {
  readonly name: string
  readonly parts: Part[]
}

/** Makes ready what staging and building rely on. Once a database. */
export async function prepareToLoad(session: Session): Promise<void> {
  await runSql(session, [`CREATE SCHEMA ${stagingSchema}`, ...loadMacros].join(';\n'))
}

/** Of a file's columns those that are text, a number or a time in every table it may be: all but dynamic and unknown ones. */
export function textNames(session: Session, tables: readonly string[], names: readonly string[]): ReadonlySet<string> {
  const types = tables.map(
    (table) => new Map(session.schemas.find(table)?.columns.map((column) => [column.name, column.type])),
  )
  return new Set(names.filter((name) => types.every((each) => (each.get(name) ?? 'dynamic') !== 'dynamic')))
}

/** Builds the tables and drops what was staged for them as soon as no other needs it. */
export async function buildTables(
  sessions: readonly Session[],
  tables: readonly TableParts[],
  onTable: (table: TableParts, session: Session) => void,
): Promise<StoredTable[]> {
  const taken = new Set<string>()
  const named = tables.map((table) => ({ ...table, sqlName: sqlNameOf(table.name, taken) }))
  const waiting = new Map<StagedFile, number>()
  for (const { staged } of tables.flatMap((each) => each.parts)) waiting.set(staged, (waiting.get(staged) ?? 0) + 1)
  const built = await sideBySide(sessions, named, async (session, { name, sqlName, parts }) => {
    onTable({ name, parts }, session)
    const table = await buildTable(session, name, sqlName, parts)
    for (const { staged } of parts) {
      const left = waiting.get(staged)! - 1
      waiting.set(staged, left)
      if (left === 0 && staged.temporary !== undefined) await runSql(session, `DROP TABLE ${staged.temporary}`)
    }
    // A table no row came to: the rows of a file of several tables all said another.
    return table.rowCount > 0 || parts.some((part) => part.condition === undefined) ? table : undefined
  })
  return built.filter((table) => table !== undefined)
}

/** Names of the engine's own tables are not ours to take. */
function sqlNameOf(name: string, taken: Set<string>): string {
  return freeName(/^(duckdb|pg|sqlite|information)_/i.test(name) ? `log_${name}` : name, taken)
}
