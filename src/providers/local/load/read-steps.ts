import { invariant } from '../../../lib/invariant.ts'
import { wordsOf } from '../../../lib/words-of.ts'
import { firstSentence, isOutOfRoom } from '../engine-words.ts'
import { Allowance } from './archives/members.ts'
import { onDisk, openArchive } from './archives/open-archive.ts'
import type { UnpackFolder } from './archives/unpack-folder.ts'
import { textNames } from './build-tables.ts'
import { aboutOf, bytesOf, cannotRead, type FoundFile, nameOf } from './find-files.ts'
import { type Identity, identify } from './identify.ts'
import { shapesFor } from './mappings/mappings.ts'
import { isOwnKind } from './read-records.ts'
import { type Head, readHead } from './read-text.ts'
import { distinctTexts, type Session, writeLines } from './session.ts'
import type { Shape } from './shapes/shape.ts'
import { SmallFileGroups, type SmallFiles } from './small-files.ts'
import { type FileFormat, sniff } from './sniff.ts'
import { stageCsv, stageFields } from './stage-csv.ts'
import { stageJson, stageLines, type TextNames } from './stage-json.ts'
import { stageParquet } from './stage-parquet.ts'
import type { StagedFile } from './staged.ts'
import { extensionOf } from './table-name.ts'
import { isDamage } from './unpack.ts'
import { textSql } from './value-sql.ts'

/** A file read, and the tables it is. */
export interface ReadFile {
  readonly staged: StagedFile
  readonly identity: Identity
}

/** A step of reading: a file, or small ones that belong together. */
export interface Step {
  readonly file: FoundFile
  /** Its text is in memory already. */
  readonly isRead: boolean
  read(session: Session): Promise<ReadFile>
}

/** Looks at every file, and at every member of an archive: what is no log is told, what is small is read, and the rest become steps. */
export async function planSteps(
  session: Session,
  files: readonly FoundFile[],
  folder: UnpackFolder,
  begin: (file: FoundFile) => void,
  done: (file: FoundFile) => void,
): Promise<Step[]> {
  const small = new SmallFileGroups(session)
  const steps: Step[] = []
  /** True where the file holds logs. */
  const take = async (found: FoundFile, allowance: Allowance): Promise<boolean> => {
    // A breath, in which opening can be cancelled.
    await new Promise(setImmediate)
    session.signal.throwIfAborted()
    const looked = await lookAt(session, found)
    if (!looked) {
      done(found)
      return false
    }
    const { head, format, own } = looked
    if (format.kind === 'archive') {
      begin(found)
      const opening = { ...session, folder, allowance }
      const held = await openArchive(found, format, head.form.packing, opening, (member) => take(member, allowance))
      done(found)
      return held
    }
    if (format.kind !== 'parquet' && head.whole) {
      begin(found)
      const group = small.add(found, head, format, own)
      if (group) steps.push({ file: found, isRead: true, read: (each) => stageSmall(each, group) })
      done(found)
      return true
    }
    // Text in memory is read there; other formats are not.
    const isInMemory = typeof bytesOf(found) !== 'string'
    if (isInMemory && folder.isForbidden && format.kind === 'parquet') {
      const message =
        'Skipped. Parquet in an archive is read from disk only, and nothing may be written there: unpack it.'
      session.notices.add({ kind: 'files skipped', severity: 'warning', message, file: found.path })
      done(found)
      return false
    }
    const file = folder.isForbidden ? found : onDisk(found, folder)
    steps.push({ file, isRead: false, read: (each) => stageLarge(each, file, head, format) })
    return true
  }
  for (const file of files) await take(file, new Allowance(file.bytes))
  return steps
}

type LogFormat = Exclude<FileFormat, { kind: 'empty' | 'other' }>

/** Undefined where the file is nothing to be loaded; a notice then says why. */
async function lookAt(
  { notices, mappings = [] }: Session,
  file: FoundFile,
): Promise<{ head: Head; format: LogFormat; own: readonly Shape[] } | undefined> {
  const skip = (kind: string, message: string, severity: 'notice' | 'warning' = 'warning') => {
    notices.add({ kind, severity, message, file: file.path })
    return undefined
  }
  try {
    const head = await readHead(bytesOf(file))
    const shapes = shapesFor(mappings, aboutOf(file))
    const own = shapes.records
    const format = sniff(head, extensionOf(nameOf(file)), aboutOf(file), shapes)
    if (format.kind === 'empty') {
      const message = 'Skipped: the file is empty.'
      notices.add({ kind: 'empty files', isOfMany: true, severity: 'warning', message, file: file.path })
      return undefined
    }
    if (format.kind === 'other') {
      return skip('files skipped', `Skipped. ${format.reason}`, file.named ? 'warning' : 'notice')
    }
    // What is no text is in no encoding.
    if (format.kind === 'evtx') return { head: { ...head, form: { ...head.form, encoding: 'utf-8' } }, format, own }
    return { head, format, own }
  } catch (cause) {
    if (isDamage(cause)) return skip('files skipped', 'Skipped: the packed data is damaged from the start.')
    return skip('unreadable files', `Skipped. ${cannotRead(cause)}`)
  }
}

/** What the step reads, or undefined where it cannot, which is told. */
export async function attempt(session: Session, step: Step): Promise<ReadFile | undefined> {
  try {
    return await step.read(session)
  } catch (error) {
    session.signal.throwIfAborted()
    if (isOutOfRoom(error)) throw error
    const message = `Skipped: it cannot be read. ${firstSentence(wordsOf(error))}`
    session.notices.add({ kind: 'files skipped', severity: 'warning', message, file: step.file.path })
    return undefined
  }
}

async function stageLarge(
  session: Session,
  file: FoundFile,
  head: Head,
  format: Exclude<LogFormat, { kind: 'archive' }>,
): Promise<ReadFile> {
  switch (format.kind) {
    case 'csv':
      return identified(session, file, await stageCsv(session, file, head.form, format))
    case 'parquet':
      return identifiedParquet(session, file, await stageParquet(session, file))
    default:
      return identifiedJson(
        session,
        file,
        (textNames) => stageJson(session, file, head.form, format, textNames),
        isOwnKind(format),
      )
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

async function identifiedParquet(session: Session, file: FoundFile, staged: StagedFile): Promise<ReadFile> {
  if (staged.table === undefined || file.table !== undefined) return identified(session, file, staged)
  return { staged, identity: { tables: [{ table: staged.table }] } }
}

/** What table a JSON file is decides how its values are read, so that comes between. */
async function identifiedJson(
  session: Session,
  file: FoundFile,
  stage: (textNames: TextNames) => Promise<StagedFile>,
  isOwn = false,
): Promise<ReadFile> {
  let identity: Identity | undefined
  const staged = await stage(async (names, distinct) => {
    const isNothing = isOwn && names.length === 0
    identity = isNothing ? { tables: [] } : await identify(session, file, names, distinct)
    const tables = identity.tables.map(({ table }) => table)
    return textNames(session, tables, names)
  })
  invariant(identity, 'the names of a file are asked for')
  return { staged, identity }
}
