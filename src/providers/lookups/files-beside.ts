import { readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { safeText } from '../../lib/safe-text.ts'
import { wordsOf } from '../../lib/words-of.ts'

export interface FileBeside {
  readonly path: string
  readonly name: string
  /** `.csv`, without `.gz`. */
  readonly extension: string
  readonly text: string
  /** When it was last written, as ISO text. */
  readonly modified: string
}

/** A list that is larger is not read: it would be held in memory whole. */
const mostBytes = 500_000_000

/** Makes something of the files of some kinds in folders, again only when one has changed. What cannot be read is told. */
export class FilesBeside<Made> {
  readonly #folders: readonly string[]
  readonly #pattern: RegExp
  readonly #make: (files: readonly FileBeside[], tell: (notice: string) => void) => Made
  #kept: { readonly stamp: string; readonly made: Made; readonly notices: readonly string[] } | undefined

  constructor(
    folders: readonly string[],
    pattern: RegExp,
    make: (files: readonly FileBeside[], tell: (notice: string) => void) => Made,
  ) {
    this.#folders = folders
    this.#pattern = pattern
    this.#make = make
  }

  async read(signal?: AbortSignal): Promise<{ readonly made: Made; readonly notices: readonly string[] }> {
    const found = this.#folders.flatMap((folder) => filesIn(folder, this.#pattern))
    const stamp = JSON.stringify(found)
    if (this.#kept?.stamp === stamp) return this.#kept
    const notices: string[] = []
    const files: FileBeside[] = []
    for (const { path, bytes, modified } of found) {
      signal?.throwIfAborted()
      try {
        if (bytes > mostBytes) throw new Error(`it is larger than ${mostBytes / 1e6} MB`)
        files.push(await readOne(path, modified))
      } catch (error) {
        notices.push(`${safeText(path)} is left out: ${wordsOf(error)}`)
      }
    }
    const made = this.#make(files, (notice) => notices.push(notice))
    this.#kept = { stamp, made, notices }
    return this.#kept
  }
}

async function readOne(path: string, modified: string): Promise<FileBeside> {
  const bytes = await readFile(path)
  const isPacked = /\.gz$/i.test(path)
  const plain = isPacked ? await promisify(gunzip)(bytes, { maxOutputLength: mostBytes }) : bytes
  const name = basename(path).replace(/\.gz$/i, '')
  return {
    path,
    name,
    extension: extname(name).toLowerCase(),
    text: plain.toString('utf8').replace(/^\ufeff/, ''),
    modified,
  }
}

/** The files of a folder that a pattern names, in order; none where there is no such folder. */
export function filesIn(folder: string, pattern: RegExp): { path: string; bytes: number; modified: string }[] {
  let names: string[]
  try {
    names = readdirSync(folder).filter((name) => pattern.test(name) && !name.startsWith('.'))
  } catch {
    return []
  }
  return names.sort().flatMap((name) => {
    const path = join(folder, name)
    try {
      const status = statSync(path)
      return status.isFile() ? [{ path, bytes: status.size, modified: status.mtime.toISOString() }] : []
    } catch {
      // It went away while we looked.
      return []
    }
  })
}
