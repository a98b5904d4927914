import { HuntletError } from '../../../lib/diagnostic.ts'
import { safeText } from '../../../lib/safe-text.ts'
import { PrivateFolder } from './archives/private-folder.ts'
import type { StoredTable } from './build-table.ts'
import { buildTables, type TableParts } from './build-tables.ts'
import { fillTimes } from './fill-times.ts'
import { type FoundFile, findFiles } from './find-files.ts'
import { type Identity, rowsCondition } from './identify.ts'
import type { Notices } from './notices.ts'
import { planColumns } from './plan-columns.ts'
import { attempt, planSteps } from './read-steps.ts'
import { type Session, sideBySide } from './session.ts'
import type { StagedFile } from './staged.ts'
import { textSql } from './value-sql.ts'
import { ZoneNames } from './zone-names.ts'

export interface FilesToLoad {
  readonly paths: readonly string[]
  /** Table name → the file or files it is, whatever they are called. */
  readonly tables?: Readonly<Record<string, string | readonly string[]>>
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

/** The files there are to read. Throws for paths that cannot be read. */
export function findLogs({ paths, tables = {} }: FilesToLoad, notices: Notices): FoundFile[] {
  checkTableNames(tables)
  return findFiles(paths, tables, notices)
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
  const folder = new PrivateFolder(unpackFolder)
  try {
    return await loadWith(folder, sessions, files, onProgress)
  } finally {
    folder.remove()
  }
}

async function loadWith(
  folder: PrivateFolder,
  sessions: readonly Session[],
  files: readonly FoundFile[],
  onProgress: (progress: LoadProgress) => void,
): Promise<StoredTable[]> {
  const { schemas } = sessions[0]!
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  let [filesDone, bytesDone] = [0, 0]
  const tell = (text: string, file?: string) =>
    onProgress({ text, ...(file !== undefined && { file }), filesDone, files: files.length, bytesDone, bytes })
  const begin = (file: FoundFile) => tell(`Reading ${safeText(file.path)}`, safeText(file.path))
  const done = (file: FoundFile) => {
    // The members of an archive are done when it is.
    if (file.member) return
    filesDone++
    bytesDone += file.bytes
  }
  const steps = await planSteps(sessions[0]!, files, folder, begin, done)
  const zones = new ZoneNames()
  const read = await sideBySide(sessions, steps, async (session, step) => {
    if (!step.isRead) begin(step.file)
    const found = await attempt(session, step)
    if (!step.isRead) done(step.file)
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
  const built = await buildTables(sessions, [...parts.values()], (name) => tell(`Building ${safeText(name)}`))
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
  } else if (tables.length > 1) {
    add(`Holds records of ${tables.map(({ table }) => table).join(', ')}.`)
  }
}
