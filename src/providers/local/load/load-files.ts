import { HuntletError } from '../../../lib/diagnostic.ts'
import { invariant } from '../../../lib/invariant.ts'
import { safeText } from '../../../lib/safe-text.ts'
import { firstSentence, isOutOfMemory } from '../engine-words.ts'
import type { StoredTable } from './build-table.ts'
import { buildTables, type TableParts, textNames } from './build-tables.ts'
import { cannotRead, type FoundFile, findFiles } from './find-files.ts'
import { type Identity, identify, rowsCondition } from './identify.ts'
import { planColumns } from './plan-columns.ts'
import { type Head, readHead } from './read-text.ts'
import { distinctTexts, type Session, selectRows, sideBySide, writeLines } from './session.ts'
import { SmallFileGroups, type SmallFiles } from './small-files.ts'
import { type FileFormat, sniff } from './sniff.ts'
import { stageCsv, stageFields } from './stage-csv.ts'
import { stageJson, stageLines, type TextNames } from './stage-json.ts'
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

/** A step of reading: a file, or small ones that belong together. */
interface Step {
  readonly file: FoundFile
  /** Its text is in memory already. */
  readonly isRead: boolean
  read(session: Session): Promise<ReadFile>
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
  let [filesDone, bytesDone] = [0, 0]
  const tell = (text: string, file?: string) =>
    onProgress({ text, ...(file !== undefined && { file }), filesDone, files: files.length, bytesDone, bytes })
  const begin = (file: FoundFile) => tell(`Reading ${safeText(file.path)}`, safeText(file.path))
  const done = (file: FoundFile) => {
    filesDone++
    bytesDone += file.bytes
  }
  const steps = await planSteps(sessions[0]!, files, begin, done)
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
  return buildTables(sessions, [...parts.values()], (name) => tell(`Building ${safeText(name)}`))
}

function checkTableNames(tables: NonNullable<FilesToLoad['tables']>): void {
  for (const name of Object.keys(tables)) {
    if (name.trim() === '' || name.length > 120 || /[\x00-\x1f\x7f-\x9f]/.test(name)) {
      throw new HuntletError('BAD_TABLE', `\`${safeText(name)}\` cannot be the name of a table.`)
    }
  }
}

/** Looks at every file: what is no log is told, what is small is read, and the rest become steps. */
async function planSteps(
  session: Session,
  files: readonly FoundFile[],
  begin: (file: FoundFile) => void,
  done: (file: FoundFile) => void,
): Promise<Step[]> {
  const small = new SmallFileGroups(session)
  const steps: Step[] = []
  for (const file of files) {
    const looked = lookAt(session, file)
    if (!looked) done(file)
    else if (looked.format.kind !== 'parquet' && looked.head.whole) {
      begin(file)
      const group = small.add(file, looked.head, looked.format)
      if (group) steps.push({ file, isRead: true, read: (each) => stageSmall(each, group) })
      done(file)
    } else {
      const { head, format } = looked
      steps.push({ file, isRead: false, read: (each) => stageLarge(each, file, head, format) })
    }
    // A breath, in which opening can be cancelled.
    await new Promise(setImmediate)
    session.signal.throwIfAborted()
  }
  return steps
}

type LogFormat = Exclude<FileFormat, { kind: 'empty' | 'other' }>

/** Undefined where the file is nothing to be loaded; a notice then says why. */
function lookAt({ notices }: Session, file: FoundFile): { head: Head; format: LogFormat } | undefined {
  const skip = (kind: string, message: string, severity: 'notice' | 'warning' = 'warning') => {
    notices.add({ kind, severity, message, file: file.path })
    return undefined
  }
  try {
    const head = readHead(file.path)
    const format = sniff(head, extensionOf(file.path))
    if (format.kind === 'empty') return skip('empty files', 'Skipped: the file is empty.')
    if (format.kind === 'other') {
      return skip('files skipped', `Skipped. ${format.reason}`, file.named ? 'warning' : 'notice')
    }
    return { head, format }
  } catch (cause) {
    if (String((cause as NodeJS.ErrnoException).code).startsWith('Z_')) {
      return skip('files skipped', 'Skipped: the gzip data is damaged from the start.')
    }
    return skip('unreadable files', `Skipped. ${cannotRead(cause)}`)
  }
}

/** What the step reads, or undefined where it cannot, which is told. */
async function attempt(session: Session, step: Step): Promise<ReadFile | undefined> {
  try {
    return await step.read(session)
  } catch (error) {
    session.signal.throwIfAborted()
    if (isOutOfMemory(error)) throw error
    const message = `Skipped: it cannot be read. ${firstSentence(error instanceof Error ? error.message : String(error))}`
    session.notices.add({ kind: 'files skipped', severity: 'warning', message, file: step.file.path })
    return undefined
  }
}

async function stageLarge(session: Session, file: FoundFile, head: Head, format: LogFormat): Promise<ReadFile> {
  switch (format.kind) {
    case 'csv':
      return identified(session, file, await stageCsv(session, file, head.form, format))
    case 'parquet':
      return identified(session, file, await stageParquet(session, file))
    default:
      return identifiedJson(session, file, (textNames) => stageJson(session, file, head.form, format, textNames))
  }
}

async function stageSmall(session: Session, { files, content, rows }: SmallFiles): Promise<ReadFile> {
  const [file] = files as readonly [FoundFile, ...FoundFile[]]
  const lines = session.temporary()
  const writer = await writeLines(session, lines)
  for (const row of rows) writer.add(row)
  writer.close()
  const more = files.length > 1 ? ` and ${files.length - 1} more` : ''
  const about = { file: `${file.path}${more}`, files: files.map((each) => each.path), rowCount: rows.length }
  return content.kind === 'csv'
    ? identified(session, file, await stageFields(session, about, lines, content.header))
    : identifiedJson(session, file, (textNames) => stageLines(session, about, lines, content.names, textNames))
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

/** What table a JSON file is decides how its values are read, so that comes between. */
async function identifiedJson(
  session: Session,
  file: FoundFile,
  stage: (textNames: TextNames) => Promise<StagedFile>,
): Promise<ReadFile> {
  let identity: Identity | undefined
  const staged = await stage(async (names, distinct) => {
    identity = await identify(session, file, names, distinct)
    const tables = identity.tables.map(({ table }) => table)
    return textNames(session, tables, names)
  })
  invariant(identity, 'the names of a file are asked for')
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
