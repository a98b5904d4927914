import { HuntletError } from '../../../lib/diagnostic.ts'
import { safeText } from '../../../lib/safe-text.ts'
import type { StoredTable } from './build-table.ts'
import { buildTables, type TableParts, textNames } from './build-tables.ts'
import { cannotRead, type FoundFile, findFiles } from './find-files.ts'
import { type Identity, identify, rowsCondition } from './identify.ts'
import { planColumns } from './plan-columns.ts'
import { type Head, readHead } from './read-text.ts'
import { distinctTexts, type Session, selectRows, sideBySide } from './session.ts'
import { sniff } from './sniff.ts'
import { stageCsv } from './stage-csv.ts'
import { stageJson } from './stage-json.ts'
import { stageParquet } from './stage-parquet.ts'
import type { StagedColumn, StagedFile } from './staged.ts'
import { extensionOf } from './table-name.ts'
import { zoneName } from './time-column.ts'
import { textSql } from './value-sql.ts'

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

interface ReadFile {
  readonly staged: StagedFile
  readonly identity: Identity
}

/** Reads all files and makes their tables. Throws for paths that cannot be read; all else that is wrong is a notice. */
export async function loadFiles(
  sessions: readonly Session[],
  { paths, tables = {} }: FilesToLoad,
  onProgress: (progress: LoadProgress) => void,
): Promise<StoredTable[]> {
  checkTableNames(tables)
  const { notices, schemas } = sessions[0]!
  const files = findFiles(paths, tables, notices)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const zones = new ZoneNames()
  let [filesDone, bytesDone] = [0, 0]
  const read = await sideBySide(sessions, files, async (session, file) => {
    const shown = safeText(file.path)
    onProgress({ text: `Reading ${shown}`, file: shown, filesDone, files: files.length, bytesDone, bytes })
    const found = await readFile(session, file)
    filesDone++
    bytesDone += file.bytes
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
  return buildTables(sessions, [...parts.values()], (name) =>
    onProgress({ text: `Building ${safeText(name)}`, filesDone, files: files.length, bytesDone, bytes }),
  )
}

function checkTableNames(tables: NonNullable<FilesToLoad['tables']>): void {
  for (const name of Object.keys(tables)) {
    if (name.trim() === '' || name.length > 120 || /[\x00-\x1f\x7f-\x9f]/.test(name)) {
      throw new HuntletError('BAD_TABLE', `\`${safeText(name)}\` cannot be the name of a table.`)
    }
  }
}

/** Undefined where the file is nothing to be loaded; a notice then says why. */
async function readFile(session: Session, file: FoundFile): Promise<ReadFile | undefined> {
  const { notices } = session
  const skip = (kind: string, message: string, severity: 'notice' | 'warning' = 'warning') => {
    notices.add({ kind, severity, message, file: file.path })
    return undefined
  }
  let head: Head
  try {
    head = readHead(file.path)
  } catch (cause) {
    if (String((cause as NodeJS.ErrnoException).code).startsWith('Z_')) {
      return skip('files skipped', 'Skipped: the gzip data is damaged from the start.')
    }
    return skip('unreadable files', `Skipped. ${cannotRead(cause)}`)
  }
  const format = sniff(head, extensionOf(file.path))
  if (format.kind === 'empty') return skip('empty files', 'Skipped: the file is empty.')
  if (format.kind === 'other') {
    return skip('files skipped', `Skipped. ${format.reason}`, file.named ? 'warning' : 'notice')
  }
  try {
    switch (format.kind) {
      case 'csv':
        return await identified(session, file, await stageCsv(session, file, head.form, format))
      case 'parquet':
        return await identified(session, file, await stageParquet(session, file))
      default: {
        let identity: Identity | undefined
        const staged = await stageJson(session, file, head.form, format, async (names, distinct) => {
          identity = await identify(session, file, names, distinct)
          return textNames(
            session,
            identity.tables.map(({ table }) => table),
            names,
          )
        })
        return { staged, identity: identity! }
      }
    }
  } catch (error) {
    session.signal.throwIfAborted()
    if (error instanceof Error && /Out of Memory/i.test(error.message)) throw error
    return skip(
      'files skipped',
      `Skipped: it cannot be read. ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

async function identified(session: Session, file: FoundFile, staged: StagedFile): Promise<ReadFile> {
  const identity = await identify(
    session,
    file,
    staged.columns.map((column) => column.name),
    (name) => distinctTexts(session, staged.relation, textSql(staged.columns.find((column) => column.name === name)!)),
  )
  return { staged, identity }
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

/** Turns the zones that headers name into those DuckDB knows. */
class ZoneNames {
  #known: Promise<ReadonlySet<string>> | undefined

  async resolve(session: Session, staged: StagedFile): Promise<StagedFile> {
    if (!staged.columns.some((column) => column.zone !== undefined)) return staged
    this.#known ??= selectRows(session, 'SELECT name FROM pg_timezone_names()').then(
      (rows) => new Set(rows.map((row) => String(row.name))),
    )
    const known = await this.#known
    const unknown = new Set<string>()
    const columns = staged.columns.map(({ zone, ...column }): StagedColumn => {
      if (zone === undefined) return column
      const name = zoneName(zone, (each) => known.has(each))
      if (name === undefined) unknown.add(zone)
      return name === undefined ? column : { ...column, zone: name }
    })
    for (const zone of unknown) {
      const message = `The times in [${zone}] are taken for UTC: that is no time zone known here.`
      session.notices.add({ kind: 'time zones not known', severity: 'warning', message, file: staged.file })
    }
    return { ...staged, columns }
  }
}
