import { HuntletError } from '../../../lib/diagnostic.ts'
import { safeText } from '../../../lib/safe-text.ts'
import { UnpackFolder } from './archives/unpack-folder.ts'
import type { StoredTable } from './build-table.ts'
import { buildTables, type TableParts } from './build-tables.ts'
import { fillTimes } from './fill-times.ts'
import { type FoundFile, findFiles } from './find-files.ts'
import { type Identity, rowsCondition } from './identify.ts'
import { LoadMeter } from './load-meter.ts'
import { mappingFiles } from './mappings/mapping-files.ts'
import type { NamedMapping } from './mappings/mappings.ts'
import type { Notices } from './notices.ts'
import { planColumns } from './plan-columns.ts'
import { attempt, planSteps } from './read-steps.ts'
import { type Session, sideBySide } from './session.ts'
import type { StagedFile } from './staged.ts'
import { textSql } from './value-sql.ts'
import { ZoneNames } from './zone-names.ts'

/** The files of a workspace, as the user gives them. */
export interface FilesToLoad {
  readonly paths: readonly string[]
  /** Table name → the file or files it is, whatever they are called. */
  readonly tables?: Readonly<Record<string, string | readonly string[]>>
  /** Folders of mappings, beside those the folders of logs hold. */
  readonly mappings?: readonly string[]
}

/** How far loading is. `text` says it in one line. */
export interface LoadProgress {
  readonly text: string
  readonly file?: string
  readonly filesDone: number
  readonly files: number
  readonly bytesDone: number
  readonly bytes: number
}

/** The files there are to read, the mappings that say how among them. Throws for paths that cannot be read. */
export function findLogs({ paths, tables = {}, mappings = [] }: FilesToLoad, notices: Notices): FoundFile[] {
  checkTableNames(tables)
  const logs = findFiles(paths, tables, notices)
  const own = mappingFiles(paths, mappings).map(
    (path): FoundFile => ({ path, bytes: 0, named: false, isMapping: true }),
  )
  return [...logs, ...own]
}

/**
 * Reads the files and makes their tables. What is wrong with them is a notice. Large members of archives are unpacked below
 * the folder for that; without one they are in memory.
 */
export async function loadFiles(
  sessions: readonly Session[],
  files: readonly FoundFile[],
  onProgress: (progress: LoadProgress) => void,
  unpackFolder?: string,
): Promise<StoredTable[]> {
  const folder = new UnpackFolder(unpackFolder)
  const logs = files.filter((file) => !file.isMapping)
  const own = files.filter((file) => file.isMapping).map(({ path }) => path)
  const mappings = await mappingsOf(own, sessions[0]!.notices)
  const meter = new LoadMeter(logs, onProgress)
  try {
    return await loadWith(
      folder,
      sessions.map((session) => ({ ...session, mappings })),
      logs,
      meter,
    )
  } finally {
    meter.close()
    folder.remove()
  }
}

async function loadWith(
  folder: UnpackFolder,
  sessions: readonly Session[],
  files: readonly FoundFile[],
  meter: LoadMeter,
): Promise<StoredTable[]> {
  const { schemas } = sessions[0]!
  const steps = await planSteps(
    sessions[0]!,
    files,
    folder,
    (file) => meter.begin(file),
    (file) => meter.done(file),
  )
  const zones = new ZoneNames()
  const read = await sideBySide(sessions, steps, async (session, step) => {
    if (!step.isRead) meter.begin(step.file, session.connection)
    const found = await attempt(session, step)
    if (!step.isRead) meter.done(step.file, session.connection)
    if (!found) return undefined
    tellIdentity(session, found.identity, found.staged)
    return { ...found, staged: await zones.resolve(session, found.staged) }
  })
  const parts = new Map<string, TableParts>()
  for (const { staged, identity } of read.filter((each) => each !== undefined)) {
    for (const { table, where } of identity.tables) {
      const key = table.toLowerCase()
      const together = parts.get(key) ?? { name: table, parts: [] }
      parts.set(key, together)
      const marker = where && staged.columns.find((column) => column.name === where.column)
      together.parts.push({
        staged,
        plan: planColumns(staged.columns, schemas.find(together.name)),
        ...(where && marker && { condition: rowsCondition(where, textSql(marker)) }),
      })
    }
  }
  const built = await buildTables(sessions, [...parts.values()], (table, { connection }) =>
    meter.build(table, connection),
  )
  return fillTimes(sessions[0]!, built)
}

function checkTableNames(tables: NonNullable<FilesToLoad['tables']>): void {
  for (const name of Object.keys(tables)) {
    if (name.trim() === '' || name.length > 120 || /[\x00-\x1f\x7f-\x9f]/.test(name)) {
      throw new HuntletError('BAD_TABLE', `\`${safeText(name)}\` cannot be the name of a table.`)
    }
  }
}

function tellIdentity(session: Session, { named, tables }: Identity, { file, rowCount }: StagedFile): void {
  const add = (message: string) => session.notices.add({ kind: 'files recognised', severity: 'notice', message, file })
  if (rowCount === 0) {
    session.notices.add({
      kind: 'files without records',
      severity: 'notice',
      message: 'The file holds no records.',
      file,
    })
  }
  if (named?.by === 'headers') {
    const { matched = 0, of = 0 } = named.recognition ?? {}
    add(
      `Taken for ${named.table}: ${matched} of ${of} telling columns are its own. If it is another: --table NAME=FILE`,
    )
  } else if (named?.by === 'custom') {
    add(`No known table: it is the table ${named.table}. If it is a known one: --table NAME=FILE`)
  } else {
    // Rows that name no table, for which the file's own stands ready, are hardly ever there.
    const said = tables.filter(({ where }) => where === undefined || where.values.length > 0)
    if (said.length > 1) add(`Holds records of ${said.map(({ table }) => table).join(', ')}.`)
  }
}

/** What reads YAML is loaded where there is some: most workspaces have none. */
async function mappingsOf(files: readonly string[], notices: Notices): Promise<NamedMapping[]> {
  if (files.length === 0) return []
  const { readMappings } = await import('./mappings/read-mappings.ts')
  return readMappings(files, notices)
}
