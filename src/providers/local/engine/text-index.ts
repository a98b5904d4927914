/** Slots tried for a new text: nobody's choice of texts can make the search long. */
const mostTried = 32

/** Slots looked at for a known one, which may have moved when the table became wider. */
const mostProbes = 4 * mostTried

/**
 * Texts by their bytes: a table from the words of a text, its length first, to its number. It spares making a text of
 * bytes that were seen before, which takes ten times as long.
 *
 * A text is written word by word (`begin`, `word`), then looked for (`find`), then added, or not.
 */
export class TextIndex {
  /** The words of all texts one after the other, and behind them those of the one at hand. */
  #words = new Uint32Array(1024)
  #end = 0
  #next = 0
  #hash = 0
  /** Two a slot: the hash of a text, and its entry + 1; 0 where there is none. */
  #slots = new Int32Array(512)
  #free = -1
  /** Three an entry: where its words begin and end, and its number. */
  #entries = new Uint32Array(384)
  #count = 0

  begin(byteLength: number): void {
    this.#next = this.#end
    this.#hash = seed
    const needed = this.#end + (byteLength >> 2) + 8
    if (needed > this.#words.length) this.#words = widened(this.#words, needed * 2)
    this.word(byteLength)
  }

  word(word: number): void {
    this.#words[this.#next++] = word
    const mixed = Math.imul(this.#hash ^ word, 0x9e3779b1)
    this.#hash = mixed ^ (mixed >>> 15)
  }

  /** The number of the text at hand, or -1. */
  find(): number {
    const slots = this.#slots
    const most = (slots.length >> 1) - 1
    const hash = this.#hash
    this.#free = -1
    for (let probe = 0; probe < mostProbes; probe++) {
      const slot = ((hash + probe) & most) << 1
      const found = slots[slot + 1]!
      if (found === 0) {
        if (probe < mostTried) this.#free = slot
        return -1
      }
      if (slots[slot] === hash) {
        const entry = (found - 1) * 3
        if (this.#isAtHand(this.#entries[entry]!, this.#entries[entry + 1]!)) return this.#entries[entry + 2]!
      }
    }
    return -1
  }

  /** Gives the text at hand, just looked for in vain, a number; false where there is no room for it. */
  add(number: number): boolean {
    if (this.#free < 0) return false
    const entry = this.#count * 3
    if (entry + 3 > this.#entries.length) this.#entries = widened(this.#entries, this.#entries.length * 2)
    this.#entries[entry] = this.#end
    this.#entries[entry + 1] = this.#next
    this.#entries[entry + 2] = number
    this.#end = this.#next
    this.#slots[this.#free] = this.#hash
    this.#slots[this.#free + 1] = ++this.#count
    if (this.#count * 4 > this.#slots.length) this.#widen()
    return true
  }

  #isAtHand(start: number, end: number): boolean {
    if (end - start !== this.#next - this.#end) return false
    const words = this.#words
    for (let a = start, b = this.#end; a < end; a++, b++) if (words[a] !== words[b]) return false
    return true
  }

  #widen(): void {
    const old = this.#slots
    const slots = new Int32Array(old.length * 4)
    const most = (slots.length >> 1) - 1
    for (let at = 0; at < old.length; at += 2) {
      if (old[at + 1] === 0) continue
      let slot = (old[at]! & most) << 1
      while (slots[slot + 1] !== 0) slot = (slot + 2) & (slots.length - 1)
      slots[slot] = old[at]!
      slots[slot + 1] = old[at + 1]!
    }
    this.#slots = slots
  }
}

function widened(words: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(length)
  wider.set(words)
  return wider
}

/** Another one in each run: which texts share a place cannot be known beforehand. */
const seed = Math.floor(Math.random() * 0x7fffffff)
