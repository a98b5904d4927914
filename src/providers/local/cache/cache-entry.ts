import { createReadStream, readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { StoredTable } from '../load/build-table.ts'
import type { KindNotice } from '../load/notices.ts'
import type { FileLoss } from '../protocol.ts'
import type { FileStamp } from './file-stamp.ts'

/** What was read, without the rows: those are in a database file beside it. */
export interface CacheEntry {
  readonly loader: string
  /** What the user gave. */
  readonly paths: readonly string[]
  readonly files: readonly FileStamp[]
  readonly data: DataFile
  readonly loaded: LoadedFiles
}

/** The database file of an entry. */
export interface DataFile {
  /** Its name in the folder of the cache: new for each that is written. */
  readonly name: string
  readonly bytes: number
  readonly checksum: number
}

/** What reading files came to: their tables, and what there is to say. */
export interface LoadedFiles {
  readonly tables: readonly StoredTable[]
  readonly notices: readonly KindNotice[]
  readonly losses: readonly FileLoss[]
}

/** The entry as text, its checksum before it. */
export function entryText(entry: CacheEntry): string {
  const text = JSON.stringify(entry)
  return `${crc32(text)}\n${text}`
}

/** The entry in the file; undefined where there is none, or it is not what was written. */
export function readEntry(path: string): CacheEntry | undefined {
  try {
    const whole = readFileSync(path, 'utf8')
    const end = whole.indexOf('\n')
    const text = whole.slice(end + 1)
    return Number(whole.slice(0, end)) === crc32(text) ? (JSON.parse(text) as CacheEntry) : undefined
  } catch {
    return undefined
  }
}

/** Several gigabytes a second. Throws what the system throws, and the signal's reason. */
export async function checksumOf(path: string, signal: AbortSignal): Promise<number> {
  let sum = 0
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 22, signal })) sum = crc32(piece, sum)
  return sum
}
