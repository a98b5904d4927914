import { invariant } from '../../lib/invariant.ts'
import { type ColumnType, isKqlType } from '../../lib/kql-type.ts'
import { type ColumnData, type Json, storageOf, Table } from '../../lib/table.ts'

/**
 * A table as lines of JSON, exact to the bit: first what it is, then for each column its distinct texts, where it has such, and its cells
 * in parts, as base64 of the numbers in little-endian order.
 */
export function* tableLines(table: Table): Generator<Json> {
  yield { columns: table.columns.map(({ name, type }) => ({ name, type })), rowCount: table.rowCount }
  for (const data of table.data) {
    if (data.kind === 'texts') yield* dictionaryLines(data.dictionary)
    const values = data.kind === 'texts' ? data.index : data.values
    for (let from = 0; from < table.rowCount; from += rowsInLine) {
      const to = Math.min(from + rowsInLine, table.rowCount)
      yield {
        values: base64(values.subarray(from, to)),
        ...(data.valid && { valid: base64(data.valid.subarray(from, to)) }),
      }
    }
  }
}

const rowsInLine = 1 << 16
const textsInLine = 1 << 20

function* dictionaryLines(dictionary: readonly string[]): Generator<Json> {
  let texts: string[] = []
  let length = 0
  for (const text of dictionary) {
    texts.push(text)
    length += text.length + 1
    if (length < textsInLine) continue
    yield { texts }
    texts = []
    length = 0
  }
  yield { texts, last: true }
}

type Values = Float64Array | BigInt64Array | Uint32Array | Uint8Array

function base64({ buffer, byteOffset, byteLength }: Values): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}

/** Reads back what `tableLines` wrote, a line at a time from `next`. Throws an Error that says in words what a line is not. */
export async function readTable(next: () => Promise<Json>): Promise<Table> {
  const head = members(await next())
  const { rowCount } = head
  if (typeof rowCount !== 'number' || !Number.isSafeInteger(rowCount) || rowCount < 0) throw new Error('no row count')
  if (!Array.isArray(head.columns)) throw new Error('no columns')
  const columns = head.columns.map(readColumn)
  const data: ColumnData[] = []
  for (const column of columns) data.push(await readData(column, rowCount, next))
  return Table.fromColumns(columns, rowCount, data)
}

function readColumn(json: Json): ColumnType {
  const { name, type } = members(json)
  if (typeof name !== 'string' || typeof type !== 'string' || !isKqlType(type)) throw new Error('no column')
  return { name, type }
}

async function readData({ type }: ColumnType, rowCount: number, next: () => Promise<Json>): Promise<ColumnData> {
  const kind = storageOf(type)
  const dictionary = kind === 'texts' ? await readDictionary(next) : []
  if (type === 'dynamic') for (const text of dictionary) JSON.parse(text)
  const values: Buffer[] = []
  const valid: Buffer[] = []
  const size = { numbers: 8, bigints: 8, bools: 1, texts: 4 }[kind]
  let rows = 0
  while (rows < rowCount) {
    const line = members(await next())
    const part = bytes(line.values)
    const count = part.length / size
    if (!Number.isInteger(count) || count === 0 || rows + count > rowCount) throw new Error('cells do not fit the rows')
    values.push(part)
    if (line.valid !== undefined) {
      const marks = bytes(line.valid)
      if (marks.length !== count) throw new Error('nulls do not fit the rows')
      valid.push(marks)
    }
    rows += count
  }
  if (valid.length > 0 && valid.length !== values.length) throw new Error('nulls do not fit the rows')
  const nulls = valid.length > 0 ? { valid: new Uint8Array(joined(valid)) } : {}
  const buffer = joined(values)
  switch (kind) {
    case 'numbers':
      return { kind, values: new Float64Array(buffer), ...nulls }
    case 'bigints':
      return { kind, values: new BigInt64Array(buffer), ...nulls }
    case 'bools':
      return { kind, values: new Uint8Array(buffer), ...nulls }
    case 'texts': {
      const index = new Uint32Array(buffer)
      for (let row = 0; row < rowCount; row++) {
        const isNull = nulls.valid?.[row] === 0
        if (!isNull && index[row]! >= dictionary.length) throw new Error('a text that is not there')
      }
      return { kind, dictionary, index, ...nulls }
    }
  }
}

async function readDictionary(next: () => Promise<Json>): Promise<string[]> {
  const dictionary: string[] = []
  for (;;) {
    const { texts, last } = members(await next())
    if (!Array.isArray(texts)) throw new Error('no texts')
    for (const text of texts) {
      if (typeof text !== 'string') throw new Error('no texts')
      dictionary.push(text)
    }
    if (last === true) return dictionary
  }
}

function bytes(json: Json | undefined): Buffer {
  if (typeof json !== 'string') throw new Error('no cells')
  return Buffer.from(json, 'base64')
}

/** In a buffer of their own, which begins where a number may begin. */
function joined(parts: readonly Buffer[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  invariant(whole.byteOffset === 0, 'a new array begins its buffer')
  return whole.buffer
}

export function members(json: Json): Readonly<Record<string, Json>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('no members')
  return json as Readonly<Record<string, Json>>
}
