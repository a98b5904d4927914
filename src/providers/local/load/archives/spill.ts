import { closeSync, openSync, writeSync } from 'node:fs'
import type { UnpackFolder } from './unpack-folder.ts'

/** More bytes than this go to a file. */
const mostInMemory = 200_000

/** Takes bytes a piece at a time and keeps them: few in memory, many in a file of the private folder, if there may be one. */
export class Spill {
  readonly #folder: UnpackFolder
  #pieces: Uint8Array[] = []
  #length = 0
  #path: string | undefined
  #file: number | undefined

  constructor(folder: UnpackFolder) {
    this.#folder = folder
  }

  get length(): number {
    return this.#length
  }

  add(piece: Uint8Array): void {
    this.#length += piece.length
    this.#pieces.push(piece)
    if (this.#folder.isForbidden) this.#folder.hold(piece.length)
    else if (this.#length > mostInMemory) this.#write()
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  /** Where they are: the bytes themselves, or the path of the file. */
  get at(): string | Uint8Array {
    return this.#path ?? Buffer.concat(this.#pieces)
  }

  #write(): void {
    this.#path ??= this.#folder.next()
    this.#file ??= openSync(this.#path, 'wx', 0o600)
    for (const piece of this.#pieces) {
      let at = 0
      while (at < piece.length) at += writeSync(this.#file, piece, at)
    }
    this.#pieces = []
  }
}
