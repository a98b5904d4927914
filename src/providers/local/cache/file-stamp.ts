import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { FoundFile } from '../load/find-files.ts'

/** What tells that a file is still the one that was read, and was meant in the same way. */
export interface FileStamp {
  /** As it is shown, which notices and sources repeat and tables may be named for. */
  readonly path: string
  readonly absolute: string
  readonly bytes: number
  /** Nanoseconds since 1970, as are those of `changed`: a number would lose digits. */
  readonly modified: string
  /** When content or properties last changed: a time of modification can be set back, this cannot. */
  readonly changed: string
  /** Of what a link leads to. */
  readonly inode: string
  readonly named: boolean
  readonly table?: string
}

/** Throws what the system throws where a file has gone. */
export function stampFile({ path, named, table }: Pick<FoundFile, 'path' | 'named' | 'table'>): FileStamp {
  const { size, mtimeNs, ctimeNs, ino } = statSync(path, { bigint: true })
  return {
    path,
    absolute: resolve(path),
    bytes: Number(size),
    modified: String(mtimeNs),
    changed: String(ctimeNs),
    inode: String(ino),
    named,
    ...(table !== undefined && { table }),
  }
}

/** True where nothing tells the files apart. */
export function areSame(a: FileStamp, b: FileStamp): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
