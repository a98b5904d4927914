/**
 * Numbers pairs of whole numbers 0, 1, 2 … in the order they come. A million pairs take 40 MB: a `Map` by text would take
 * several times as much. Longer tuples are pairs of pairs.
 */
export class PairIds {
  #size = 0
  #mask = 1023
  /** Slot → id + 1; 0 is free. */
  #slots = new Int32Array(1024)
  #first = new Float64Array(512)
  #second = new Float64Array(512)

  get size(): number {
    return this.#size
  }

  /** The pair's number, or -1 where it has not come. */
  find(first: number, second: number): number {
    return this.#slots[this.#slotOf(first, second)]! - 1
  }

  /** The pair's number; a new one where it has not come. */
  add(first: number, second: number): number {
    const slot = this.#slotOf(first, second)
    const known = this.#slots[slot]! - 1
    if (known >= 0) return known
    const id = this.#size++
    this.#slots[slot] = id + 1
    this.#first[id] = first
    this.#second[id] = second
    if (this.#size === this.#first.length) this.#grow()
    return id
  }

  #slotOf(first: number, second: number): number {
    let slot = mixed(first, second) & this.#mask
    for (let taken = this.#slots[slot]!; taken !== 0; taken = this.#slots[slot]!) {
      if (this.#first[taken - 1] === first && this.#second[taken - 1] === second) break
      slot = (slot + 1) & this.#mask
    }
    return slot
  }

  #grow(): void {
    const capacity = this.#first.length * 2
    const [first, second] = [new Float64Array(capacity), new Float64Array(capacity)]
    first.set(this.#first)
    second.set(this.#second)
    this.#first = first
    this.#second = second
    this.#slots = new Int32Array(capacity * 2)
    this.#mask = capacity * 2 - 1
    for (let id = 0; id < this.#size; id++) this.#slots[this.#slotOf(first[id]!, second[id]!)] = id + 1
  }
}

/** All bits of both numbers, up to 2^53, in 32: numbers that follow each other must not stand in a row. */
function mixed(first: number, second: number): number {
  let hash = Math.imul(first | 0, 0x9e3779b1) ^ Math.imul((second | 0) + 0x7f4a7c15, 0x85ebca6b)
  hash ^= Math.imul(
    (Math.floor(first / 0x1_0000_0000) | 0) + Math.imul(Math.floor(second / 0x1_0000_0000) | 0, 31),
    0xc2b2ae35,
  )
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return hash ^ (hash >>> 15)
}
