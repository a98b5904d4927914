import { closeBracket, comma } from './json-bytes.ts'

const minus = 0x2d
const zero = 0x30
const nine = 0x39

/** Reads whole numbers that are nothing but digits, which most numbers are, without making a text of them. */
export class PlainNumber {
  /** The number read last: within ±2^53, and −0 where it is so written. */
  value = 0

  /** The position after the number at `at`; -1 where it may go on behind `end`, 0 where it is another form or has more than `most` digits (15 at most). */
  read(bytes: Buffer, at: number, end: number, most: number): number {
    const isNegative = bytes[at] === minus
    const first = isNegative ? at + 1 : at
    let position = first
    let whole = 0
    while (position < end) {
      const byte = bytes[position]!
      if (byte < zero || byte > nine) break
      whole = whole * 10 + (byte - zero)
      position++
    }
    if (position >= end) return -1
    const digits = position - first
    if (digits === 0 || digits > most) return 0
    if (bytes[position] !== comma && bytes[position] !== closeBracket) return 0
    this.value = isNegative ? -whole : whole
    return position
  }
}
