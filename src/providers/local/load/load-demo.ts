import { generateDemo } from '../../demo/generate-demo.ts'
import type { StoredTable } from './build-table.ts'
import { buildTables, prepareToLoad, type TableParts, textNames } from './build-tables.ts'
import type { LoadProgress } from './load-files.ts'
import { planColumns } from './plan-columns.ts'
import { type Session, writeLines } from './session.ts'
import { stageLines } from './stage-json.ts'

/** Makes the demo's tables, by the same steps as those of files. */
export async function loadDemo(session: Session, onProgress: (progress: LoadProgress) => void): Promise<StoredTable[]> {
  const progress = (text: string) => onProgress({ text, filesDone: 0, files: 0, bytesDone: 0, bytes: 0 })
  await prepareToLoad(session)
  const tables: TableParts[] = []
  for (const { table, rows } of generateDemo()) {
    progress(`Making up ${table}`)
    const lines = session.temporary()
    const writer = await writeLines(session, lines)
    for (const row of rows) writer.add(JSON.stringify(row))
    writer.close()
    const about = { file: `demo/${table}`, bytes: 0, rowCount: writer.count }
    const staged = await stageLines(session, about, lines, async (names) => textNames(session, [table], names))
    tables.push({
      name: table,
      parts: [{ staged, plan: planColumns(staged.columns, session.schemas.find(table)) }],
    })
  }
  return buildTables(session, tables, (name) => progress(`Building ${name}`))
}
