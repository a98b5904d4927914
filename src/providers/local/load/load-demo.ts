import { generateDemo } from '../../demo/generate-demo.ts'
import type { StoredTable } from './build-table.ts'
import { buildTables, type TableParts, textNames } from './build-tables.ts'
import { JsonNames } from './json-names.ts'
import type { LoadProgress } from './load-files.ts'
import { planColumns } from './plan-columns.ts'
import { type Session, writeLines } from './session.ts'
import { stageLines } from './stage-json.ts'

/** Makes the demo's tables, by the same steps as those of files. The engine builds one while the next is being made up. */
export async function loadDemo(
  sessions: readonly Session[],
  onProgress: (progress: LoadProgress) => void,
): Promise<StoredTable[]> {
  const [writing, building = writing] = sessions as readonly [Session, ...Session[]]
  const progress = (text: string) => onProgress({ text, filesDone: 0, files: 0, bytesDone: 0, bytes: 0 })
  const built: StoredTable[] = []
  let before: Promise<unknown> = Promise.resolve()
  const build = async (table: string, lines: string, names: JsonNames, rowCount: number) => {
    const staged = await stageTable(building, table, lines, names, rowCount)
    built.push(...(await buildTables([building], [staged], () => {})))
  }
  try {
    for (const { table, rows } of generateDemo()) {
      progress(`Making up ${table}`)
      const lines = writing.temporary()
      const writer = await writeLines(writing, lines)
      const names = new JsonNames()
      for (const row of rows) {
        names.add(Object.keys(row))
        writer.add(JSON.stringify(row))
      }
      writer.close()
      before = before.then(() => build(table, lines, names, writer.count))
      // Its failure is met below, where the last is waited for.
      before.catch(() => {})
    }
  } finally {
    await before
  }
  return built
}

async function stageTable(
  session: Session,
  name: string,
  lines: string,
  names: JsonNames,
  rowCount: number,
): Promise<TableParts> {
  const about = { file: `demo/${name}`, files: [`demo/${name}`], rowCount }
  const staged = await stageLines(session, about, lines, names, async (each) => textNames(session, [name], each))
  return { name, parts: [{ staged, plan: planColumns(staged.columns, session.schemas.find(name)) }] }
}
