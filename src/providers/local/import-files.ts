import { mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { HuntletError } from '../../lib/diagnostic.ts'
import { safeText } from '../../lib/safe-text.ts'
import { wordsOf } from '../../lib/words-of.ts'
import { threadPeer } from '../threads/peer.ts'
import type { WorkspaceNotice } from '../workspace.ts'
import type { DiskUse } from './cache/disk-use.ts'
import { remove } from './cache/private-folder.ts'
import type { WrittenFile } from './engine/write-parquet.ts'
import type { LoadProgress } from './load/load-files.ts'
import { isWithin } from './path-within.ts'
import type { EngineReply, EngineRequest, FileLoss, Source } from './protocol.ts'
import { Thread } from './thread.ts'

/** What to import, and where to. */
export interface ImportRequest {
  readonly source: Source
  /** The folder that is to hold the tables. It is made where it is missing. */
  readonly into: string
  /**
   * What becomes of a folder that holds something already: `refuse` it; `replace` the tables that are written, and leave others
   * alone; `append` files to them.
   */
  readonly existing: 'refuse' | 'replace' | 'append'
  readonly memoryLimit?: string
  readonly disk?: DiskUse
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: LoadProgress) => void
}

/** What was written, and what there is to say of what was read. */
export interface ImportResult {
  /** Their paths are below the folder. */
  readonly files: readonly WrittenFile[]
  readonly notices: readonly WorkspaceNotice[]
  /** Files of which something could not be read, and what. */
  readonly losses: readonly FileLoss[]
}

/**
 * Reads files and writes them as Parquet, a file for each table and day, which opens as a workspace of the same tables. All of
 * it is put into the folder when all is written. Throws HuntletError: as for opening, and FOLDER_NOT_EMPTY, BAD_FOLDER,
 * NO_SUCH_TABLES, CANNOT_WRITE.
 */
export async function importFiles(request: ImportRequest): Promise<ImportResult> {
  const { source, existing, signal, onProgress, memoryLimit, disk } = request
  const into = resolve(request.into)
  const isNew = prepareFolder(into, request)
  const draft = attemptToWrite(into, () => realpathSync(mkdtempSync(join(into, '.import-'))))
  const engine = new Thread<EngineRequest, EngineReply>(
    'engine',
    threadPeer('engine', 'engine-thread', import.meta.url),
  )
  let isDone = false
  const options = {
    signal,
    onProgress: (reply: EngineReply) => {
      if (reply.kind === 'progress') onProgress?.(reply.progress)
    },
  }
  try {
    const opened = await engine.askFor(
      ['opened'],
      {
        kind: 'open',
        source,
        output: draft,
        ...(memoryLimit !== undefined && { memoryLimit }),
        ...(disk && { disk }),
      },
      options,
    )
    const { notices, losses } = opened
    if (opened.tables.length === 0) {
      throw new HuntletError('NO_SUCH_TABLES', 'There are no logs to import that can be read.')
    }
    mkdirSync(join(draft, 'new'))
    const written = await engine.askFor(['written'], { kind: 'write', folder: join(draft, 'new') }, options)
    const files = attemptToWrite(into, () => putInPlace(written.files, draft, into, existing))
    isDone = true
    return { files, notices, losses }
  } finally {
    await engine.ask({ kind: 'close' }).catch(() => undefined)
    await engine.stop(new HuntletError('WORKSPACE_CLOSED', 'The import is over.'))
    remove(draft)
    if (isNew && !isDone) removeEmpty(into)
  }
}

/** True where the folder had to be made. */
function prepareFolder(into: string, { source, existing }: ImportRequest): boolean {
  const shown = safeText(into)
  const read = source.kind === 'files' ? [...source.paths, ...Object.values(source.tables ?? {}).flat()] : []
  if (read.some((path) => isWithin(placeOf(into), placeOf(resolve(path))))) {
    throw new HuntletError('BAD_FOLDER', `\`${shown}\` is itself among what is to be read.`, {
      hint: 'Give another folder with --into.',
    })
  }
  const held = namesIn(into)
  if (held === undefined) {
    attemptToWrite(into, () => mkdirSync(into, { recursive: true }))
    return true
  }
  if (held.length > 0 && existing === 'refuse') {
    throw new HuntletError('FOLDER_NOT_EMPTY', `\`${shown}\` holds something already.`, {
      hint: '--append adds files to its tables, --replace replaces those that are imported; or give another folder.',
    })
  }
  return false
}

/** Where a path leads: links are followed as far as there is anything. */
function placeOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(placeOf(parent), basename(path))
  }
}

/** Undefined where there is no such folder. What an import that was killed has left does not count. */
function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.import-'))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw cannotWrite(folder, cause)
  }
}

/** Moves the tables from the draft into the folder. Where that fails, the folder is what it was. */
function putInPlace(
  files: readonly WrittenFile[],
  draft: string,
  into: string,
  existing: ImportRequest['existing'],
): WrittenFile[] {
  const undo: (() => void)[] = []
  const move = (from: string, to: string) => {
    renameSync(from, to)
    undo.push(() => renameSync(to, from))
  }
  try {
    if (existing === 'replace') {
      const replaced = join(draft, 'replaced')
      mkdirSync(replaced)
      for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
        if (namesIn(join(into, folder))) move(join(into, folder), join(replaced, folder))
      }
    }
    return files.map((file) => {
      const folder = join(into, dirname(file.path))
      if (mkdirSync(folder, { recursive: true }) !== undefined) undo.push(() => removeEmpty(folder))
      const path = join(dirname(file.path), freeName(folder, basename(file.path)))
      move(join(draft, 'new', file.path), join(into, path))
      return { ...file, path }
    })
  } catch (error) {
    for (const step of undo.reverse()) step()
    throw error
  }
}

/** `2024-03-01.parquet`, or `2024-03-01_2.parquet` where that is taken: names sort as they were written. */
function freeName(folder: string, name: string): string {
  const taken = new Set(readdirSync(folder))
  const stem = name.slice(0, name.lastIndexOf('.'))
  let free = name
  for (let count = 2; taken.has(free); count++) free = `${stem}_${count}.parquet`
  return free
}

function attemptToWrite<Result>(folder: string, work: () => Result): Result {
  try {
    return work()
  } catch (cause) {
    throw cause instanceof HuntletError ? cause : cannotWrite(folder, cause)
  }
}

function cannotWrite(folder: string, cause: unknown): HuntletError {
  const why = wordsOf(cause)
  return new HuntletError('CANNOT_WRITE', `Cannot write to \`${safeText(folder)}\`: ${safeText(why)}`, {
    hint: 'Choose another folder with --into.',
    cause,
  })
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Somebody else has put something there.
  }
}
