import { endOfNull, isNullAt, wordAt } from './cell-bytes.ts'
import { BadCell, type CellReader } from './cell-reader.ts'
import { closeBracket, comma } from './json-bytes.ts'
import { grownBytes, NullMarks } from './null-marks.ts'
import { PlainNumber } from './plain-number.ts'

const letterT = 0x74
const letterF = 0x66

/** int and real: numbers, and the words for what JSON has no number for. An empty text is null. */
export function numberReader(isWhole: boolean): CellReader {
  let values = new Float64Array(0)
  const nulls = new NullMarks()
  const plain = new PlainNumber()
  // Nine digits are an int whatever they are.
  const most = isWhole ? 9 : 15
  return {
    grow(rows) {
      const grown = new Float64Array(rows)
      grown.set(values)
      values = grown
      nulls.grow(rows)
    },
    read(bytes, at, end, row) {
      const next = plain.read(bytes, at, end, most)
      if (next < 0) return -1
      if (next > 0) {
        // An int knows no −0.
        values[row] = isWhole ? plain.value | 0 : plain.value
        nulls.isValue(row)
        return next
      }
      if (isNullAt(bytes, at)) {
        nulls.isNull(row)
        return endOfNull(bytes, at, end)
      }
      const word = wordAt(bytes, at, end)
      if (!word) return -1
      if (word.text === '' && word.wasQuoted) nulls.isNull(row)
      else {
        values[row] = numberOf(word.text, isWhole)
        nulls.isValue(row)
      }
      return word.next
    },
    finish: (rows) => ({ kind: 'numbers', values: values.slice(0, rows), ...nulls.finish(rows) }),
  }
}

const words: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '+Infinity': Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

function numberOf(text: string, isWhole: boolean): number {
  if (/^[-+]?(\d+(?:\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text)) {
    const value = Number(text)
    if (!isWhole || (value | 0) === value) return isWhole ? value | 0 : value
  } else if (!isWhole && Object.hasOwn(words, text)) return words[text]!
  throw new BadCell(text)
}

/** bool: `true` and `false`, and 1 and 0, which the service writes too. */
export function boolReader(): CellReader {
  let values = new Uint8Array(0)
  const nulls = new NullMarks()
  return {
    grow(rows) {
      values = grownBytes(values, rows)
      nulls.grow(rows)
    },
    read(bytes, at, end, row) {
      if (isNullAt(bytes, at)) {
        nulls.isNull(row)
        return endOfNull(bytes, at, end)
      }
      if (bytes[at] === letterT && isWordAt(bytes, at, end, 'true')) {
        values[row] = 1
        nulls.isValue(row)
        return at + 4
      }
      if (bytes[at] === letterF && isWordAt(bytes, at, end, 'false')) {
        values[row] = 0
        nulls.isValue(row)
        return at + 5
      }
      const word = wordAt(bytes, at, end)
      if (!word) return -1
      if (word.text === '' && word.wasQuoted) nulls.isNull(row)
      else {
        const text = word.text.toLowerCase()
        if (!['true', 'false', '1', '0'].includes(text)) throw new BadCell(word.text)
        values[row] = text === 'true' || text === '1' ? 1 : 0
        nulls.isValue(row)
      }
      return word.next
    },
    finish: (rows) => ({ kind: 'bools', values: values.slice(0, rows), ...nulls.finish(rows) }),
  }
}

/** Whether the word stands at `at` and ends there. */
function isWordAt(bytes: Buffer, at: number, end: number, word: string): boolean {
  const next = at + word.length
  if (next >= end || (bytes[next] !== comma && bytes[next] !== closeBracket)) return false
  for (let index = 1; index < word.length; index++) if (bytes[at + index] !== word.charCodeAt(index)) return false
  return true
}
