import type { DuckDBConnection } from '@duckdb/node-api'
import { safeText } from '../../../lib/safe-text.ts'
import type { TableParts } from './build-tables.ts'
import type { FoundFile } from './find-files.ts'
import type { LoadProgress } from './load-files.ts'

/** How often a long step says how far it is. */
const periodMs = 250

/** What a connection is at. */
type Work =
  | { readonly kind: 'reading'; readonly file: FoundFile; share: number }
  | { readonly kind: 'building'; readonly table: TableParts; share: number }

/** Tells how far loading is: when a step begins, and several times a second while one takes long. */
export class LoadMeter {
  readonly #files: number
  readonly #bytes: number
  readonly #onProgress: (progress: LoadProgress) => void
  readonly #work = new Map<DuckDBConnection, Work>()
  readonly #timer: NodeJS.Timeout
  #filesDone = 0
  #bytesDone = 0
  #file: string | undefined
  #table: string | undefined
  #last = ''

  constructor(files: readonly FoundFile[], onProgress: (progress: LoadProgress) => void) {
    this.#files = files.length
    this.#bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    this.#onProgress = onProgress
    this.#timer = setInterval(() => this.#look(), periodMs)
    this.#timer.unref()
  }

  /** `connection`: the one that is busy with the file until it is done; absent where that is none. */
  begin(file: FoundFile, connection?: DuckDBConnection): void {
    if (connection) this.#work.set(connection, { kind: 'reading', file, share: 0 })
    this.#file = safeText(file.path)
    this.#tell()
  }

  done(file: FoundFile, connection?: DuckDBConnection): void {
    if (connection) this.#work.delete(connection)
    // The members of an archive are done when it is.
    if (file.member) return
    this.#filesDone++
    this.#bytesDone += file.bytes
  }

  build(table: TableParts, connection: DuckDBConnection): void {
    this.#work.set(connection, { kind: 'building', table, share: 0 })
    this.#file = undefined
    this.#table = safeText(table.name)
    this.#tell()
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #look(): void {
    for (const [connection, work] of this.#work) {
      // A step is several statements, of which the first takes longest.
      work.share = Math.max(work.share, Math.min(1, connection.progress.percentage / 100))
    }
    if (this.#work.size > 0) this.#tell(true)
  }

  #tell(onlyNews = false): void {
    const files = this.#files
    const text = this.#table === undefined ? this.#reading() : this.#building(this.#table)
    if (onlyNews && text === this.#last) return
    this.#last = text
    const file = this.#file
    this.#onProgress({
      text,
      ...(file !== undefined && { file }),
      filesDone: this.#filesDone,
      files,
      bytesDone: this.#bytesRead(),
      bytes: this.#bytes,
    })
  }

  #bytesRead(): number {
    const under = [...this.#work.values()].map((work) =>
      work.kind === 'reading' && !work.file.member ? work.share * work.file.bytes : 0,
    )
    return Math.round(under.reduce((sum, bytes) => sum + bytes, this.#bytesDone))
  }

  #reading(): string {
    const place = `file ${Math.min(this.#filesDone + 1, this.#files)} of ${this.#files}`
    // The name last: a line that is too long for the terminal is cut there.
    return `Reading ${place}, ${megabytes(this.#bytesRead())} of ${megabytes(this.#bytes)} MB: ${this.#file ?? ''}`
  }

  #building(name: string): string {
    const work = [...this.#work.values()].find((each) => each.kind === 'building' && safeText(each.table.name) === name)
    if (work?.kind !== 'building') return `Building ${name}`
    const rows = work.table.parts.reduce((sum, { staged }) => sum + staged.rowCount, 0)
    return `Building ${name} (${Math.round(work.share * rows).toLocaleString('en')} of ${rows.toLocaleString('en')} rows)`
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })
}
