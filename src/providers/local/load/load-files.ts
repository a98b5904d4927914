import { HuntletError } from '../../../lib/diagnostic.ts'
import { safeText } from '../../../lib/safe-text.ts'
import type { StoredTable } from './build-table.ts'
import { buildTables, prepareToLoad, type TableParts, textNames } from './build-tables.ts'
import { cannotRead, type FoundFile, findFiles } from './find-files.ts'
import { type Identity, identify, rowsCondition } from './identify.ts'
import { planColumns } from './plan-columns.ts'
import { type Head, readHead } from './read-text.ts'
import { distinctTexts, type Session, selectRows } from './session.ts'
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
  session: Session,
  { paths, tables = {} }: FilesToLoad,
  onProgress: (progress: LoadProgress) => void,
): Promise<StoredTable[]> {
  checkTableNames(tables)
  const files = findFiles(paths, tables, session.notices)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  await prepareToLoad(session)
  const zones = new ZoneNames(session)
  const parts = new Map<string, TableParts>()
  let bytesDone = 0
  for (const [index, file] of files.entries()) {
    const shown = safeText(file.path)
    onProgress({ text: `Reading ${shown}`, file: shown, filesDone: index, files: files.length, bytesDone, bytes })
    const read = await readFile(session, file)
    bytesDone += file.bytes
    if (!read) continue
    const staged = await zones.resolve(read.staged)
    tellIdentity(session, read.identity, staged)
    for (const { table, where } of read.identity.tables) {
      const key = table.toLowerCase()
      const together = parts.get(key) ?? { name: table, parts: [] }
      parts.set(key, together)
      const marker = where && staged.columns.find((column) => column.name === where.column)
      together.parts.push({
        staged,
        plan: planColumns(staged.columns, session.schemas.find(together.name)),
        ...(where && marker && { condition: rowsCondition(where, textSql(marker)) }),
      })
    }
  }
  return buildTables(session, parts.values(), (name) =>
    onProgress({ text: `Building ${safeText(name)}`, filesDone: files.length, files: files.length, bytesDone, bytes }),
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
  readonly #session: Session
  #known: ReadonlySet<string> | undefined

  constructor(session: Session) {
    this.#session = session
  }

  async resolve(staged: StagedFile): Promise<StagedFile> {
    if (!staged.columns.some((column) => column.zone !== undefined)) return staged
    if (!this.#known) {
      const rows = await selectRows(this.#session, 'SELECT name FROM pg_timezone_names()')
      this.#known = new Set(rows.map((row) => String(row.name)))
    }
    const known = this.#known
    const unknown = new Set<string>()
    const columns = staged.columns.map(({ zone, ...column }): StagedColumn => {
      if (zone === undefined) return column
      const name = zoneName(zone, (each) => known.has(each))
      if (name === undefined) unknown.add(zone)
      return name === undefined ? column : { ...column, zone: name }
    })
    for (const zone of unknown) {
      this.#session.notices.add({
        kind: 'time zones not known',
        severity: 'warning',
        message: `The times in [${zone}] are taken for UTC: that is no time zone known here.`,
        file: staged.file,
      })
    }
    return { ...staged, columns }
  }
}
