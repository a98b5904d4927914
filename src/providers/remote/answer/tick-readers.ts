import { parseDatetime, parseTimespan } from '../../../lib/kql-time.ts'
import { endOfNull, isNullAt, wordAt } from './cell-bytes.ts'
import { BadCell, type CellReader } from './cell-reader.ts'
import { quote } from './json-bytes.ts'
import { NullMarks } from './null-marks.ts'
import { PlainNumber } from './plain-number.ts'

const zero = 0x30

/** The halves of a 64-bit number stand in the order of the machine. */
const low = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1

/** 64-bit numbers by their halves, so that none of them has to be made into a bigint. */
class LongStore {
  values = new BigInt64Array(0)
  #halves = new Int32Array(0)

  grow(rows: number): void {
    const grown = new BigInt64Array(rows)
    grown.set(this.values)
    this.values = grown
    this.#halves = new Int32Array(grown.buffer)
  }

  /** A whole number within ±2^53. */
  setNumber(row: number, value: number): void {
    this.setHalves(row, Math.floor(value / 0x1_0000_0000), value % 0x1_0000_0000)
  }

  /** `high` × 2^32 + `rest`; of `rest` only what its lowest 32 bits are is looked at. */
  setHalves(row: number, high: number, rest: number): void {
    this.#halves[row * 2 + low] = rest | 0
    this.#halves[row * 2 + (1 - low)] = high | 0
  }
}

/** long: exact to its 64 bits, as a number or a text. */
export function longReader(): CellReader {
  const store = new LongStore()
  const nulls = new NullMarks()
  const plain = new PlainNumber()
  return {
    grow(rows) {
      store.grow(rows)
      nulls.grow(rows)
    },
    read(bytes, at, end, row) {
      const next = plain.read(bytes, at, end, 15)
      if (next < 0) return -1
      if (next === 0) return readWord(bytes, at, end, row, store, nulls, longOf)
      store.setNumber(row, plain.value)
      nulls.isValue(row)
      return next
    },
    finish: (rows) => ({ kind: 'bigints', values: store.values.slice(0, rows), ...nulls.finish(rows) }),
  }
}

/** datetime and timespan: to the tick. */
export function timeReader(type: 'datetime' | 'timespan'): CellReader {
  const store = new LongStore()
  const nulls = new NullMarks()
  const [readPlain, parse] =
    type === 'datetime' ? ([readInstant, parseDatetime] as const) : ([readSpan, parseTimespan] as const)
  return {
    grow(rows) {
      store.grow(rows)
      nulls.grow(rows)
    },
    read(bytes, at, end, row) {
      if (bytes[at] === quote) {
        const next = readPlain(bytes, at + 1, end, row, store)
        if (next > 0) {
          nulls.isValue(row)
          return next
        }
      }
      return readWord(bytes, at, end, row, store, nulls, parse)
    },
    finish: (rows) => ({ kind: 'bigints', values: store.values.slice(0, rows), ...nulls.finish(rows) }),
  }
}

function readWord(
  bytes: Buffer,
  at: number,
  end: number,
  row: number,
  store: LongStore,
  nulls: NullMarks,
  parse: (text: string) => bigint | undefined,
): number {
  if (isNullAt(bytes, at)) {
    nulls.isNull(row)
    return endOfNull(bytes, at, end)
  }
  const word = wordAt(bytes, at, end)
  if (!word) return -1
  if (word.text === '' && word.wasQuoted) nulls.isNull(row)
  else {
    const value = parse(word.text)
    if (value === undefined || value !== BigInt.asIntN(64, value)) throw new BadCell(word.text)
    store.values[row] = value
    nulls.isValue(row)
  }
  return word.next
}

/** `1e3` and `5.0` are whole numbers too, where they are exact. */
function longOf(text: string): bigint | undefined {
  if (/^[-+]?\d{1,30}$/.test(text)) return BigInt(text)
  if (!/^[-+]?\d+(\.\d+)?(e\+?\d+)?$/i.test(text)) return undefined
  const value = Number(text)
  return Number.isSafeInteger(value) ? BigInt(value) : undefined
}

/** Days before each month of a year that begins in March, as the Gregorian calendar counts best. */
const daysBefore = [306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275] as const
const lastDay = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/**
 * `2021-04-16T12:07:14.1234567Z"` as the service writes it, at `at`: the position after its quote. 0 where it is written otherwise
 * or goes on behind `end`.
 */
function readInstant(bytes: Buffer, at: number, end: number, row: number, store: LongStore): number {
  if (at + 29 > end) return 0
  if (bytes[at + 4] !== 0x2d || bytes[at + 7] !== 0x2d || bytes[at + 10] !== 0x54) return 0
  if (bytes[at + 13] !== 0x3a || bytes[at + 16] !== 0x3a) return 0
  const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2)
  const month = twoDigits(bytes, at + 5)
  const day = twoDigits(bytes, at + 8)
  const hour = twoDigits(bytes, at + 11)
  const minute = twoDigits(bytes, at + 14)
  const second = twoDigits(bytes, at + 17)
  const [length, ticks] = fractionAt(bytes, at + 19)
  const position = at + 19 + length
  if (bytes[position] !== 0x5a || bytes[position + 1] !== quote || position + 1 >= end) return 0
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 59)) return 0
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (day > lastDay[month - 1]! + (isLeap && month === 2 ? 1 : 0)) return 0
  const from = month < 3 ? year - 1 : year
  const days =
    from * 365 +
    Math.floor(from / 4) -
    Math.floor(from / 100) +
    Math.floor(from / 400) +
    daysBefore[month - 1]! +
    day -
    307
  const seconds = days * 86_400 + hour * 3600 + minute * 60 + second
  // Ticks are beyond 2^53: put together from parts that are not.
  const rest = (seconds % 65_536) * 10_000_000 + ticks
  const upper = Math.floor(seconds / 65_536) * 10_000_000 + Math.floor(rest / 65_536)
  store.setHalves(row, Math.floor(upper / 65_536), (upper % 65_536) * 65_536 + (rest % 65_536))
  return position + 2
}

/** `12:07:14.1234567"`, less than a day, at `at`: the position after its quote. 0 as above. */
function readSpan(bytes: Buffer, at: number, end: number, row: number, store: LongStore): number {
  if (at + 17 > end) return 0
  if (bytes[at + 2] !== 0x3a || bytes[at + 5] !== 0x3a) return 0
  const hour = twoDigits(bytes, at)
  const minute = twoDigits(bytes, at + 3)
  const second = twoDigits(bytes, at + 6)
  const [length, ticks] = fractionAt(bytes, at + 8)
  const position = at + 8 + length
  if (bytes[position] !== quote || !(hour <= 23 && minute <= 59 && second <= 59)) return 0
  store.setNumber(row, (hour * 3600 + minute * 60 + second) * 10_000_000 + ticks)
  return position + 1
}

/** How long the fraction of a second at `at` is, with its point, and its ticks; [0, 0] where there is none. */
function fractionAt(bytes: Buffer, at: number): readonly [number, number] {
  if (bytes[at] !== 0x2e) return [0, 0]
  let ticks = 0
  let digits = 0
  for (; digits < 7; digits++) {
    const digit = bytes[at + 1 + digits]! - zero
    if (!(digit >= 0 && digit <= 9)) break
    ticks = ticks * 10 + digit
  }
  return [digits + 1, ticks * 10 ** (7 - digits)]
}

/** NaN where it is none: comparisons with it fail. */
function twoDigits(bytes: Buffer, at: number): number {
  const tens = bytes[at]! - zero
  const ones = bytes[at + 1]! - zero
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}
