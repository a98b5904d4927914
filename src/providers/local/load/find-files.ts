import { opendirSync, realpathSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { HuntletError } from '../../../lib/diagnostic.ts'
import { safeText } from '../../../lib/safe-text.ts'
import { wordsOf } from '../../../lib/words-of.ts'
import { surroundingFolders } from '../beside/surrounding-folders.ts'
import { isMappingName, mappingsFolder } from './mappings/mapping-names.ts'
import type { Notices } from './notices.ts'
import type { AboutFile } from './shapes/line-shape.ts'

export interface FoundFile {
  /** As the user would write it: what was given, and below a folder the way from it. */
  readonly path: string
  readonly bytes: number
  /** The user named this very file; otherwise it was found in a folder, where companions are passed over. */
  readonly named: boolean
  /** The table it is, where the user said so. */
  readonly table?: string
  /** When it was last written; syslog lines say no year. */
  readonly modified?: Date
  /** It says how others are read, and is no log. */
  readonly isMapping?: boolean
  /** Of a file out of an archive: */
  readonly member?: Member
}

/** A file that stood in an archive; its `path` reads `logs.zip!inside/a.csv`. */
export interface Member {
  /** The way to it as if the archive were a folder: what tables are recognised by. */
  readonly name: string
  /** Where it was unpacked to, or the bytes of a small one. */
  readonly at: string | Uint8Array
  /** How many archives it is inside of. */
  readonly depth: number
}

/** Where the file lies. One whose bytes are in memory lies nowhere: its path. */
export function placeOf({ path, member }: FoundFile): string {
  return typeof member?.at === 'string' ? member.at : path
}

/** Where the bytes of the file are. */
export function bytesOf({ path, member }: FoundFile): string | Uint8Array {
  return member?.at ?? path
}

/** What the file is called, where its name may tell of its table. */
export function nameOf({ path, member }: FoundFile): string {
  return member?.name ?? path
}

/** What readers of lines may know of it. */
export function aboutOf(file: FoundFile): AboutFile {
  return { name: nameOf(file), modified: file.modified }
}

/** A folder with more files than this is hardly a folder of logs: reading stops there and says so. */
const mostFiles = 20_000

const companion = /^(licen[sc]e|notice|readme|copying|changelog|authors|contributing)\b/i
const prose =
  /\.(md|markdown|txt|rst|adoc|html?|pdf|docx?|pptx?|ya?ml|toml|ini|cfg|css|[cm]?[jt]sx?|py|ps1|sh|bat|cmd|kql|csl|sql|ipynb|lock|map)$/i
/** A database of places is looked up, not read as logs. */
const database = /\.mmdb$/i
const picture = /\.(png|jpe?g|gif|svg|ico|webp|bmp|mp4|mov|woff2?|ttf)$/i

/**
 * The files behind the paths, folders with all that is below them, in name order. A path that does not exist or cannot be
 * read is an error; within a folder, hidden files and those that accompany data (licences, notes, scripts) are passed
 * over, and what cannot be read is a notice.
 */
export function findFiles(
  paths: readonly string[],
  tables: Readonly<Record<string, string | readonly string[]>>,
  notices: Notices,
): FoundFile[] {
  const files = new Map<string, FoundFile>()
  const folders = new Set<string>()
  const texts: string[] = []
  const add = (file: FoundFile) => {
    const key = realpathSync(file.path)
    const before = files.get(key)
    // A file given twice is read once; being named, or given a table, wins.
    if (!before || (!before.table && (file.table || file.named))) files.set(key, file)
  }
  const walk = (folder: string) => {
    const key = realpathSync(folder)
    // A link that leads back up would never end.
    if (folders.has(key)) return
    folders.add(key)
    for (const name of namesIn(folder)) {
      const path = join(folder, name)
      try {
        const status = statSync(path)
        if (status.isDirectory()) {
          const isBeside = paths.includes(folder) && (surroundingFolders.has(name) || isMappingsFolder(path))
          if (!name.startsWith('.') && name !== 'node_modules' && !isBeside) walk(path)
        } else if (status.isFile() && !isCompanion(name)) {
          if (files.size >= mostFiles) {
            notices.add({
              kind: 'folders too large',
              severity: 'warning',
              message: `Reading stopped at ${mostFiles} files. Give the folders that hold the logs.`,
              file: folder,
            })
            return
          }
          add({ path, bytes: status.size, named: false, modified: status.mtime })
        } else if (status.isFile() && isUnknownText(name)) texts.push(path)
      } catch (cause) {
        notices.add({ kind: 'unreadable files', severity: 'warning', message: cannotRead(cause), file: path })
      }
    }
  }
  for (const path of paths) {
    const status = statOf(path)
    if (status.isDirectory()) {
      const before = files.size
      try {
        walk(path)
      } catch (cause) {
        throw new HuntletError('UNREADABLE_PATH', `\`${safeText(path)}\`: ${cannotRead(cause)}`, { cause })
      }
      if (files.size === before) {
        notices.add({
          kind: 'empty folders',
          severity: 'warning',
          message: 'This folder holds no files of logs.',
          file: path,
        })
      }
    } else add({ path, bytes: status.size, named: true, modified: status.mtime })
  }
  for (const [table, path] of Object.entries(tables).flatMap(([name, given]) =>
    [given].flat().map((each) => [name, each] as const),
  )) {
    const status = statOf(path)
    if (status.isDirectory()) {
      for (const name of namesIn(path).filter((each) => !isCompanion(each))) {
        const file = join(path, name)
        const inside = statOf(file)
        if (inside.isFile()) add({ path: file, bytes: inside.size, named: true, table, modified: inside.mtime })
      }
    } else add({ path, bytes: status.size, named: true, table, modified: status.mtime })
  }
  for (const path of texts.filter((text) => !files.has(realpathSync(text)))) {
    notices.add({
      kind: 'texts passed over',
      severity: 'notice',
      message: 'Passed over, as notes are. If it is a log: give the file itself as well, or call it .log.',
      file: path,
    })
  }
  return [...files.values()]
}

/** One that holds mappings: a folder of logs may happen to be called so. */
function isMappingsFolder(path: string): boolean {
  return basename(path) === mappingsFolder && namesIn(path).some(isMappingName)
}

function namesIn(folder: string): string[] {
  const names: string[] = []
  const directory = opendirSync(folder)
  try {
    for (let entry = directory.readSync(); entry; entry = directory.readSync()) names.push(entry.name)
  } finally {
    directory.closeSync()
  }
  return names.sort((a, b) => (a < b ? -1 : 1))
}

/** True for hidden files and those that accompany data. */
export function isCompanion(name: string): boolean {
  return name.startsWith('.') || companion.test(name) || prose.test(name) || picture.test(name) || database.test(name)
}

/** A text of which only its name says that it accompanies data; logs are called so too. */
function isUnknownText(name: string): boolean {
  return /\.txt$/i.test(name) && !name.startsWith('.') && !companion.test(name)
}

function statOf(path: string) {
  try {
    const status = statSync(path)
    if (!status.isFile() && !status.isDirectory()) {
      throw new HuntletError('UNREADABLE_PATH', `\`${safeText(path)}\` is neither a file nor a folder.`, {
        hint: 'A pipe cannot be read twice: save its output to a file and give that.',
      })
    }
    return status
  } catch (cause) {
    if (cause instanceof HuntletError) throw cause
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new HuntletError('NO_SUCH_PATH', `There is no file or folder \`${safeText(path)}\`.`, {
        hint: `Give the folder or file that holds the logs${basename(path).includes('*') ? '; patterns are for the shell to expand' : ''}, or \`demo\`.`,
        cause,
      })
    }
    throw new HuntletError('UNREADABLE_PATH', `\`${safeText(path)}\`: ${cannotRead(cause)}`, { cause })
  }
}

/** Why the system would not let a file be read, in words. */
export function cannotRead(cause: unknown): string {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
      return 'No permission to read it.'
    case 'ENOENT':
      return 'It is gone, or a link that leads nowhere.'
    case 'ELOOP':
      return 'A link that leads back to itself.'
    default:
      return `It cannot be read: ${wordsOf(cause)}`
  }
}
