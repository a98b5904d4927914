import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** A place on disk for what is unpacked while files are loaded: nobody else's to read, and gone afterwards. */
export class PrivateFolder {
  readonly #parent: string | undefined
  #path: string | undefined
  #count = 0

  /** `parent`: the folder it is made in, when it is needed; without one, nothing may be written. */
  constructor(parent: string | undefined) {
    this.#parent = parent
  }

  get isForbidden(): boolean {
    return this.#parent === undefined
  }

  /** A path in it that no file has. Its name is ours, never the archive's. Throws where nothing may be written. */
  next(): string {
    if (this.#parent === undefined) throw new DiskForbidden()
    this.#path ??= mkdtempSync(join(this.#parent, 'unpacked-'))
    return join(this.#path, String(++this.#count))
  }

  remove(): void {
    if (this.#path !== undefined) rmSync(this.#path, { recursive: true, force: true })
    this.#path = undefined
  }
}

/** What is to be read lies in an archive, can be read from disk only, and nothing may be written there. */
export class DiskForbidden extends Error {
  constructor() {
    super('It must be unpacked to disk, and nothing may be written there: unpack it yourself.')
  }
}
