import duckdb from '@duckdb/node-bindings'
import type { TextIndex } from './text-index.ts'

/** Bytes of a text that stand in the vector itself; of a longer one, its place in memory stands there. */
const mostInside = 12

/** Texts that are no further from one another are looked at through one window. */
const nearBytes = 1 << 16

/** Windows a vector may need; where its texts are more scattered, each is fetched by itself. */
const mostWindows = 16

/** A piece of the engine's memory; only what belongs to the vector's texts is read of it. */
interface Window {
  start: number
  end: number
  /** Row of the text that stands first. */
  first: number
  bytes?: Buffer
  view?: DataView
}

/** The bytes of a vector's texts. Valid as long as its chunk. */
export class TextBytes {
  /** Four a row: the length, then the text, zeros behind it; or its first four bytes and its place in memory. */
  readonly words: Uint32Array
  readonly #dataView: DataView
  readonly #windows: Window[] = []
  #isScattered = false

  constructor(dataView: DataView, mask: Uint8Array | undefined, count: number) {
    this.#dataView = dataView
    this.words = new Uint32Array(dataView.buffer, dataView.byteOffset, count * 4)
    for (let row = 0; row < count && !this.#isScattered; row++) {
      if (mask && ((mask[row >> 3]! >> (row & 7)) & 1) === 0) continue
      const length = this.words[row * 4]!
      if (length > mostInside) this.#include(row, this.#placeOf(row), length)
    }
    if (this.#isScattered) this.#windows.length = 0
    for (const window of this.#windows) this.#open(window)
  }

  lengthAt(row: number): number {
    return this.words[row * 4]!
  }

  /** Its number in the index, or -1; it is then the text at hand there. */
  find(row: number, index: TextIndex): number {
    const { words } = this
    const at = row * 4
    const length = words[at]!
    index.begin(length)
    if (length <= mostInside) {
      for (let word = 1; word <= 3; word++) index.word(words[at + word]!)
      return index.find()
    }
    const window = this.#windowOf(row) ?? this.#windowFor(row)
    const view = window.view!
    const start = this.#placeOf(row) - window.start
    const end = start + length
    let byte = start
    for (; byte + 4 <= end; byte += 4) index.word(view.getUint32(byte, true))
    let rest = 0
    for (let shift = 0; byte < end; byte++, shift += 8) rest |= view.getUint8(byte) << shift
    if (length % 4 !== 0) index.word(rest >>> 0)
    return index.find()
  }

  textAt(row: number): string {
    const length = this.lengthAt(row)
    if (length <= mostInside) {
      const { buffer, byteOffset } = this.words
      return Buffer.from(buffer as ArrayBuffer, byteOffset + row * 16 + 4, length).toString()
    }
    const window = this.#windowOf(row) ?? this.#windowFor(row)
    const start = this.#placeOf(row) - window.start
    return window.bytes!.toString('utf8', start, start + length)
  }

  #placeOf(row: number): number {
    return this.words[row * 4 + 3]! * 0x1_0000_0000 + this.words[row * 4 + 2]!
  }

  #include(row: number, start: number, length: number): void {
    const end = start + length
    for (const window of this.#windows) {
      if (start >= window.end + nearBytes || end <= window.start - nearBytes) continue
      if (start < window.start) {
        window.start = start
        window.first = row
      }
      if (end > window.end) window.end = end
      return
    }
    if (this.#windows.length === mostWindows) this.#isScattered = true
    else this.#windows.push({ start, end, first: row })
  }

  #windowOf(row: number): Window | undefined {
    const place = this.#placeOf(row)
    for (const window of this.#windows) if (place >= window.start && place < window.end) return window
    return undefined
  }

  #windowFor(row: number): Window {
    const start = this.#placeOf(row)
    const window = { start, end: start + this.lengthAt(row), first: row }
    return this.#open(window)
  }

  #open(window: Window): Window {
    const { first, start, end } = window
    const { buffer, byteOffset } = this.#dataView
    const pointerAt = byteOffset + first * 16 + 8
    const bytes = duckdb.get_data_from_pointer(buffer as ArrayBuffer, pointerAt, end - start)
    window.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    window.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return window
  }
}
