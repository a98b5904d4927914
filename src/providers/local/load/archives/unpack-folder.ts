import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { remove } from '../../cache/private-folder.ts'
import { unpackableBytes } from '../../engine/memory.ts'

/** A place on disk for what is unpacked while files are loaded: nobody else's to read, and gone afterwards. */
export class UnpackFolder {
  readonly #parent: string | undefined
  readonly #mostHeld: number
  #path: string | undefined
  #count = 0
  #held = 0

  /**
   * `parent`: the folder it is made in, when it is needed; without one, nothing may be written, and so many bytes may be held in
   * memory instead.
   */
  constructor(parent: string | undefined, mostHeld = unpackableBytes()) {
    this.#parent = parent
    this.#mostHeld = mostHeld
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

  /** Counts bytes that stay in memory, as nothing may be written. Throws where they are too many. */
  hold(count: number): void {
    this.#held += count
    if (this.#held > this.#mostHeld) throw new DiskForbidden()
  }

  remove(): void {
    if (this.#path !== undefined) remove(this.#path)
    this.#path = undefined
  }
}

/** What is to be read lies in an archive, can be read from disk only or is too much for memory, and nothing may be written. */
export class DiskForbidden extends Error {
  constructor() {
    super('It must be unpacked to disk, and nothing may be written there: unpack it yourself.')
  }
}
