/** Entries looked at before a text is put into the map beside: texts made to fall on one place cost no more than that. */
const mostProbes = 64

/**
 * Each distinct text of a column once. A text of plain ASCII is found by its bytes, without making a string of it first: most cells
 * repeat what an earlier one said.
 */
export class TextPool {
  readonly texts: string[] = []
  readonly #seed: number
  #hashes = new Int32Array(64)
  /** Position in `texts` plus one by hash; 0 is free. */
  #slots = new Int32Array(128)
  /** Texts that are not ASCII, and those that found no place. */
  readonly #beside = new Map<string, number>()

  constructor(seed: number) {
    this.#seed = seed | 0
  }

  get seed(): number {
    return this.#seed
  }

  /** The position of the ASCII text in `bytes` from `start` to `end`. `hash`: `hashOf` its bytes. */
  ofBytes(bytes: Buffer, start: number, end: number, hash: number): number {
    const length = end - start
    const mask = this.#slots.length - 1
    let slot = spread(hash) & mask
    for (let probes = 0; probes < mostProbes; probes++) {
      const entry = this.#slots[slot]!
      if (entry === 0) return this.#insert(slot, bytes.toString('latin1', start, end), hash)
      const at = entry - 1
      if (this.#hashes[at] === hash) {
        const text = this.texts[at]!
        if (text.length === length && isAt(text, bytes, start)) return at
      }
      slot = (slot + 1) & mask
    }
    return this.#putBeside(bytes.toString('latin1', start, end))
  }

  /** The position of any text. */
  of(text: string): number {
    let hash = this.#seed
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index)
      if (code > 0x7f) return this.#putBeside(text)
      hash = mix(hash, code)
    }
    const mask = this.#slots.length - 1
    let slot = spread(hash) & mask
    for (let probes = 0; probes < mostProbes; probes++) {
      const entry = this.#slots[slot]!
      if (entry === 0) return this.#insert(slot, text, hash)
      if (this.#hashes[entry - 1] === hash && this.texts[entry - 1] === text) return entry - 1
      slot = (slot + 1) & mask
    }
    return this.#putBeside(text)
  }

  #insert(slot: number, text: string, hash: number): number {
    const beside = this.#beside.size > 0 ? this.#beside.get(text) : undefined
    if (beside !== undefined) return beside
    const at = this.texts.push(text) - 1
    if (at < this.#hashes.length) {
      this.#hashes[at] = hash
      this.#slots[slot] = at + 1
    } else {
      this.#grow()
      this.#hashes[at] = hash
      this.#place(at)
    }
    return at
  }

  #putBeside(text: string): number {
    const known = this.#beside.get(text)
    if (known !== undefined) return known
    const at = this.texts.push(text) - 1
    if (at >= this.#hashes.length) this.#grow()
    this.#beside.set(text, at)
    return at
  }

  #grow(): void {
    const hashes = new Int32Array(this.#hashes.length * 2)
    hashes.set(this.#hashes)
    this.#hashes = hashes
    const placed = this.#slots
    this.#slots = new Int32Array(hashes.length * 2)
    for (const entry of placed) if (entry > 0) this.#place(entry - 1)
  }

  #place(at: number): void {
    const mask = this.#slots.length - 1
    let slot = spread(this.#hashes[at]!) & mask
    for (let probes = 0; probes < mostProbes; probes++) {
      if (this.#slots[slot] === 0) {
        this.#slots[slot] = at + 1
        return
      }
      slot = (slot + 1) & mask
    }
    this.#beside.set(this.texts[at]!, at)
  }
}

/** One byte more to the hash of a text, which begins with the seed of its pool. */
export function mix(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193)
}

function spread(hash: number): number {
  return hash ^ (hash >>> 15)
}

function isAt(text: string, bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) !== bytes[start + index]) return false
  }
  return true
}
