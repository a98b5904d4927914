const unit = 1 / 4_294_967_296
const hexadecimal = '0123456789abcdef'
const codes = Uint8Array.from(hexadecimal, (digit) => digit.charCodeAt(0))

/** The code of the hexadecimal digit that stands `shift` bits up in a number. */
function hex(number: number, shift: number): number {
  return codes[(number >>> shift) & 15] as number
}

/**
 * A seeded stream of random numbers (sfc32): the same seed gives the same stream on every machine.
 * Only integer arithmetic, sums and products are used: Math.log and its kin may differ in the last bit between engines.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #count = 1

  constructor(seed: string) {
    let [a, b, c] = [0x9e3779b9, 0x243f6a88, 0xb7e15162]
    for (let index = 0; index < seed.length; index++) {
      const code = seed.charCodeAt(index)
      a = Math.imul(a ^ code, 0x85ebca6b)
      b = Math.imul(b ^ (a >>> 13) ^ code, 0xc2b2ae35)
      c = Math.imul(c ^ (b >>> 15), 0x27d4eb2f) + code
    }
    this.#a = a
    this.#b = b
    this.#c = c | 0
    for (let round = 0; round < 15; round++) this.u32()
  }

  /** An integer from 0 to 2^32 - 1. */
  u32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#count) | 0
    this.#count = (this.#count + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** A number from `low` up to `high`, `high` excluded. */
  between(low: number, high: number): number {
    return low + this.u32() * unit * (high - low)
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.u32() * unit * (high - low + 1))
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.u32() * unit < probability
  }

  /** Bell-shaped around `mean`: the sum of four uniform numbers, hence never further off than 3.46 deviations. */
  around(mean: number, deviation: number): number {
    const sum = (this.u32() + this.u32() + this.u32() + this.u32()) * unit
    return mean + (sum - 2) * 1.7320508 * deviation
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.u32() * unit * items.length)] as T
  }

  /** One of the items, the early ones much more often: position = length × r³. */
  favour<T>(items: readonly T[]): T {
    const r = this.u32() * unit
    return items[Math.floor(r * r * r * items.length)] as T
  }

  /** One of the items, each as likely as its weight says. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T {
    let left = this.between(
      0,
      items.reduce((sum, [, weight]) => sum + weight, 0),
    )
    const [chosen] =
      items.find(([, weight]) => {
        left -= weight
        return left < 0
      }) ?? (items[items.length - 1] as readonly [T, number])
    return chosen
  }

  /** `count` different items, or all of them, in the order of the list. */
  sample<T>(items: readonly T[], count: number): T[] {
    let [wanted, left] = [Math.min(count, items.length), items.length]
    return items.filter(() => {
      const taken = this.chance(wanted / left--)
      if (taken) wanted--
      return taken
    })
  }

  // One call that makes one flat text: gluing pieces together costs ten times as much, and rows have two of these each.
  guid(): string {
    const [a, b, c, d] = [this.u32(), this.u32(), this.u32(), this.u32()]
    // biome-ignore format: the groups of the text, one a line
    return String.fromCharCode(
      hex(a, 28), hex(a, 24), hex(a, 20), hex(a, 16), hex(a, 12), hex(a, 8), hex(a, 4), hex(a, 0), 45,
      hex(b, 28), hex(b, 24), hex(b, 20), hex(b, 16), 45,
      52, hex(b, 12), hex(b, 8), hex(b, 4), 45,
      97, hex(c, 28), hex(c, 24), hex(c, 20), 45,
      hex(c, 16), hex(c, 12), hex(c, 8), hex(c, 4),
      hex(d, 28), hex(d, 24), hex(d, 20), hex(d, 16), hex(d, 12), hex(d, 8), hex(d, 4), hex(d, 0),
    )
  }

  /** Up to eight hexadecimal digits, lower case. */
  hex(digits: number): string {
    const number = this.u32()
    let text = ''
    for (let index = 0; index < digits; index++) text += hexadecimal[(number >>> (28 - 4 * index)) & 15] as string
    return text
  }

  /** Text of capital letters and digits, as identifiers of cloud services have. */
  letters(length: number): string {
    let text = ''
    for (let index = 0; index < length; index++) text += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[this.u32() >>> 27]
    return text
  }
}
