import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A place on disk for what is unpacked while files are loaded: nobody else's to read, and gone afterwards. */
export class PrivateFolder {
  #path: string | undefined
  #count = 0

  /** A path in it that no file has. Its name is ours, never the archive's. */
  next(): string {
    this.#path ??= mkdtempSync(join(tmpdir(), 'huntlet-'))
    return join(this.#path, String(++this.#count))
  }

  remove(): void {
    if (this.#path !== undefined) rmSync(this.#path, { recursive: true, force: true })
    this.#path = undefined
  }
}
