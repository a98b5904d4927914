import { generateDemo } from '../../demo/generate-demo.ts'
import type { StoredTable } from './build-table.ts'
import { buildTables, textNames } from './build-tables.ts'
import { JsonNames } from './json-names.ts'
import type { LoadProgress } from './load-files.ts'
import { planColumns } from './plan-columns.ts'
import { type Session, writeLines } from './session.ts'
import { spreadLines } from './stage-json.ts'

/** A connection that builds tables one after another, and how much text it was given to build of. */
interface Lane {
  readonly session: Session
  characters: number
  last: Promise<void>
}

/**
 * Makes the demo's tables, by the same steps as those of files but that of looking what the values are. The engine builds
 * some while the next is being made up.
 */
export async function loadDemo(
  [writing, ...building]: readonly Session[],
  onProgress: (progress: LoadProgress) => void,
): Promise<StoredTable[]> {
  const tables: StoredTable[] = []
  let count = 0
  const lanes = building.map((session): Lane => ({ session, characters: 0, last: Promise.resolve() }))
  try {
    for (const { table, rows } of generateDemo()) {
      onProgress({ text: `Making up ${table}`, filesDone: 0, files: 0, bytesDone: 0, bytes: 0 })
      const lines = writing!.temporary()
      const writer = await writeLines(writing!, lines)
      const names = new JsonNames()
      let characters = 0
      for (const row of rows) {
        const line = JSON.stringify(row)
        names.addOf(row)
        characters += line.length
        writer.add(line)
      }
      writer.close()
      const lane = lanes.reduce((least, each) => (each.characters < least.characters ? each : least))
      lane.characters += characters
      const place = count++
      lane.last = lane.last.then(async () => {
        tables[place] = await build(lane.session, table, lines, names, writer.count)
      })
      // Its failure is met below, where the last of the lane is waited for.
      lane.last.catch(() => {})
    }
  } finally {
    await Promise.all(lanes.map(({ last }) => last))
  }
  return tables
}

async function build(
  session: Session,
  name: string,
  lines: string,
  names: JsonNames,
  rowCount: number,
): Promise<StoredTable> {
  const about = { file: `demo/${name}`, files: [`demo/${name}`], rowCount }
  const staged = await spreadLines(session, about, lines, names, async (each) => textNames(session, [name], each))
  const plan = planColumns(staged.columns, session.schemas.find(name))
  const [table] = await buildTables([session], [{ name, parts: [{ staged, plan, isOurs: true }] }], () => {})
  return table!
}
