import type { KqlType } from './kql-type.ts'
import { type ColumnData, storageOf } from './table.ts'

/** A column of one of several tables: how many rows that has, and its cells; absent where the table has no such column. */
export interface ColumnPart {
  readonly data: ColumnData | undefined
  readonly rowCount: number
}

/** Columns of one type below one another. Where a part has no cells they are null, or empty texts where the type has no null. */
export function stackColumns(type: KqlType, parts: readonly ColumnPart[]): ColumnData {
  const work = stackingColumns(type, parts)
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

/** As `stackColumns`; gives way after some thousands of texts, for those who have something else to do meanwhile. */
export function* stackingColumns(type: KqlType, parts: readonly ColumnPart[]): Generator<undefined, ColumnData> {
  const rowCount = parts.reduce((sum, part) => sum + part.rowCount, 0)
  const valid = stackedValid(type, parts, rowCount)
  switch (storageOf(type)) {
    case 'numbers':
      return { kind: 'numbers', values: filled(parts, 'numbers', new Float64Array(rowCount)), ...valid }
    case 'bools':
      return { kind: 'bools', values: filled(parts, 'bools', new Uint8Array(rowCount)), ...valid }
    case 'bigints':
      return { kind: 'bigints', values: filled(parts, 'bigints', new BigInt64Array(rowCount)), ...valid }
    case 'texts':
      return { ...(yield* stackedTexts(parts, rowCount)), ...valid }
  }
}

function stackedValid(
  type: KqlType,
  parts: readonly ColumnPart[],
  rowCount: number,
): { readonly valid?: Uint8Array<ArrayBuffer> } {
  const isAbsent = ({ data }: ColumnPart) => data === undefined && type !== 'string'
  if (!parts.some((part) => part.data?.valid || isAbsent(part))) return {}
  const valid = new Uint8Array(rowCount).fill(1)
  eachPlace(parts, (part, at) => {
    if (part.data?.valid) valid.set(part.data.valid, at)
    else if (isAbsent(part)) valid.fill(0, at, at + part.rowCount)
  })
  return valid.includes(0) ? { valid } : {}
}

type Values = { readonly numbers: Float64Array; readonly bools: Uint8Array; readonly bigints: BigInt64Array }

function filled<Kind extends keyof Values>(
  parts: readonly ColumnPart[],
  kind: Kind,
  values: Values[Kind],
): Values[Kind] {
  eachPlace(parts, ({ data }, at) => {
    // The kind says which of the arrays both are.
    if (data?.kind === kind) (values as Uint8Array).set(data.values as Uint8Array, at)
  })
  return values
}

/** So many texts are looked up in a few milliseconds. */
const textsAtOnce = 20_000

/** Each distinct text stays there once. */
function* stackedTexts(
  parts: readonly ColumnPart[],
  rowCount: number,
): Generator<undefined, ColumnData & { readonly kind: 'texts' }> {
  const dictionary: string[] = []
  const places = new Map<string, number>()
  const index = new Uint32Array(rowCount)
  const place = (text: string) => {
    const known = places.get(text)
    if (known !== undefined) return known
    places.set(text, dictionary.length)
    return dictionary.push(text) - 1
  }
  let at = 0
  for (const { data, rowCount: rows } of parts) {
    if (data?.kind === 'texts') {
      const moved = new Uint32Array(data.dictionary.length)
      for (let text = 0; text < moved.length; text++) {
        if (text % textsAtOnce === textsAtOnce - 1) yield
        moved[text] = place(data.dictionary[text]!)
      }
      for (let row = 0; row < rows; row++) index[at + row] = moved[data.index[row]!] ?? 0
    } else if (rows > 0) index.fill(place(''), at, at + rows)
    at += rows
  }
  return { kind: 'texts', dictionary, index }
}

function eachPlace(parts: readonly ColumnPart[], visit: (part: ColumnPart, at: number) => void): void {
  let at = 0
  for (const part of parts) {
    visit(part, at)
    at += part.rowCount
  }
}
