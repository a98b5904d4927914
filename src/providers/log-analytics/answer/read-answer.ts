import { isKqlType, type KqlType } from '../../../lib/kql-type.ts'
import { type Json, Table } from '../../../lib/table.ts'
import { ServiceFault } from '../../remote/wire.ts'
import type { ByteSource } from './byte-source.ts'
import { BadCell, type CellReader } from './cell-reader.ts'
import { columnReader } from './column-reader.ts'
import { closeBrace, closeBracket, colon, comma, endOfValue, openBrace, openBracket, skipSpace } from './json-bytes.ts'

/** The body of an answer: its tables decoded by declared type, the rest as it is. */
export interface ServiceAnswer {
  readonly tables: readonly AnsweredTable[]
  /** `statistics`, `render`, `error`. */
  readonly rest: Readonly<Record<string, Json>>
}

export interface AnsweredTable {
  readonly name: string
  readonly table: Table
  /** Columns of types that KQL does not have, read as texts. */
  readonly unknown: readonly { readonly name: string; readonly type: string }[]
}

/**
 * Reads an answer of the query API from the bytes of its body while they come: rows go straight into columns and are never held as
 * rows. Throws ServiceFault `bad-answer` where it is cut off or not such an answer, and says the row and column.
 */
export async function readAnswer(source: ByteSource, seed: number): Promise<ServiceAnswer> {
  const reader = new AnswerReader(source, seed)
  return await reader.answer()
}

interface DeclaredColumn {
  readonly name: string
  readonly type: KqlType
  /** What the service calls the type, where KQL does not have it. */
  readonly unknownType?: string
}

class AnswerReader {
  readonly #source: ByteSource
  readonly #seed: number

  constructor(source: ByteSource, seed: number) {
    this.#source = source
    this.#seed = seed
  }

  async answer(): Promise<ServiceAnswer> {
    let tables: AnsweredTable[] | undefined
    const rest: Record<string, Json> = {}
    await this.#members(async (name) => {
      if (name === 'tables' && tables === undefined) tables = await this.#tables()
      else if (name === 'statistics' || name === 'render' || name === 'error') rest[name] = await this.#value()
      else await this.#skip()
    })
    await this.#ending()
    return { tables: tables ?? [], rest }
  }

  async #tables(): Promise<AnsweredTable[]> {
    const tables: AnsweredTable[] = []
    await this.#elements(async () => {
      tables.push(await this.#table(tables.length))
    })
    return tables
  }

  async #table(position: number): Promise<AnsweredTable> {
    let name = position === 0 ? 'PrimaryResult' : `Table_${position}`
    let columns: DeclaredColumn[] | undefined
    let rows: Rows | undefined
    await this.#members(async (member) => {
      if (member === 'name') name = String(await this.#value())
      else if (member === 'columns') columns = declaredColumns(await this.#value())
      else if (member === 'rows') {
        if (!columns) throw this.#bad('its rows come before its columns')
        rows = await this.#rows(columns)
      } else await this.#skip()
    })
    if (!columns || !rows) throw this.#bad('a table has no columns or no rows')
    return {
      name,
      table: Table.fromColumns(
        columns.map((column) => ({ name: column.name, type: column.type })),
        rows.count,
        rows.readers.map((reader) => reader.finish(rows!.count)),
      ),
      unknown: columns.flatMap(({ name: column, unknownType }) =>
        unknownType === undefined ? [] : [{ name: column, type: unknownType }],
      ),
    }
  }

  async #rows(columns: readonly DeclaredColumn[]): Promise<Rows> {
    const rows = new Rows(columns, this.#seed)
    await this.#open(openBracket)
    if (await this.#isNext(closeBracket)) return rows
    const source = this.#source
    for (;;) {
      const next = rows.read(source.bytes, source.at, source.end)
      if (next < 0) {
        if (!(await source.more())) throw this.#cut()
        continue
      }
      source.at = skipSpace(source.bytes, next, source.end)
      // Without waiting, as long as there is something at hand.
      if (source.at < source.end && source.bytes[source.at] === comma) {
        source.at++
        continue
      }
      if (await this.#isNext(closeBracket)) return rows
      await this.#open(comma)
    }
  }

  /** The members of an object, one after the other; `member` reads the value. */
  async #members(member: (name: string) => Promise<void>): Promise<void> {
    await this.#open(openBrace)
    if (await this.#isNext(closeBrace)) return
    for (;;) {
      const name = String(await this.#value())
      await this.#open(colon)
      await member(name)
      if (await this.#isNext(closeBrace)) return
      await this.#open(comma)
    }
  }

  async #elements(element: () => Promise<void>): Promise<void> {
    await this.#open(openBracket)
    if (await this.#isNext(closeBracket)) return
    for (;;) {
      await element()
      if (await this.#isNext(closeBracket)) return
      await this.#open(comma)
    }
  }

  /** Takes the byte that has to come next. */
  async #open(byte: number): Promise<void> {
    if (!(await this.#isNext(byte))) throw this.#bad(`\`${String.fromCharCode(byte)}\` is missing`)
  }

  /** Takes the byte where it comes next. */
  async #isNext(byte: number): Promise<boolean> {
    const source = this.#source
    do {
      source.at = skipSpace(source.bytes, source.at, source.end)
      if (source.at < source.end) {
        if (source.bytes[source.at] !== byte) return false
        source.at++
        return true
      }
    } while (await source.more())
    throw this.#cut()
  }

  /** The end of the next value. */
  async #endOfNext(): Promise<number> {
    const source = this.#source
    do {
      source.at = skipSpace(source.bytes, source.at, source.end)
      const end = source.at < source.end ? endOfValue(source.bytes, source.at, source.end) : -1
      if (end === source.at) throw this.#bad('a value is missing')
      if (end > 0) return end
    } while (await source.more())
    throw this.#cut()
  }

  async #value(): Promise<Json> {
    const end = await this.#endOfNext()
    const text = this.#source.bytes.toString('utf8', this.#source.at, end)
    this.#source.at = end
    try {
      return JSON.parse(text) as Json
    } catch {
      throw this.#bad('it is no JSON')
    }
  }

  async #skip(): Promise<void> {
    this.#source.at = await this.#endOfNext()
  }

  /** Nothing but white space may follow. A stream that was cut says so only here. */
  async #ending(): Promise<void> {
    const source = this.#source
    do {
      source.at = skipSpace(source.bytes, source.at, source.end)
      if (source.at < source.end) throw this.#bad('there is more after its end')
    } while (await source.more())
  }

  #cut(): ServiceFault {
    return new ServiceFault('bad-answer', `The answer was cut off after ${this.#source.received} bytes.`)
  }

  #bad(what: string): ServiceFault {
    return new ServiceFault('bad-answer', `The answer is not one of Log Analytics: ${what}.`)
  }
}

/** The rows of a table, as far as they came. */
class Rows {
  count = 0
  readonly readers: readonly CellReader[]
  readonly #columns: readonly DeclaredColumn[]
  #room = 0

  constructor(columns: readonly DeclaredColumn[], seed: number) {
    this.#columns = columns
    this.readers = columns.map((column) => columnReader(column.type, seed))
  }

  /** Keeps the row at `at`, and gives the position after it; -1 where it goes on behind `end`. */
  read(bytes: Buffer, at: number, end: number): number {
    if (this.count === this.#room) {
      this.#room = Math.max(64, this.#room * 2)
      for (const reader of this.readers) reader.grow(this.#room)
    }
    let position = skipSpace(bytes, at, end)
    if (position >= end) return -1
    if (bytes[position] !== openBracket) throw this.#badRow('is no row')
    position++
    const { readers } = this
    for (let column = 0; column < readers.length; column++) {
      position = skipSpace(bytes, position, end)
      if (position >= end) return -1
      if (column > 0) {
        if (bytes[position] !== comma) throw this.#badRow(`has not ${readers.length} cells`)
        position = skipSpace(bytes, position + 1, end)
        if (position >= end) return -1
      }
      if (bytes[position] === closeBracket) throw this.#badRow(`has not ${readers.length} cells`)
      position = this.#cell(bytes, position, end, column)
      if (position < 0) return -1
    }
    position = skipSpace(bytes, position, end)
    if (position >= end) return -1
    if (bytes[position] !== closeBracket) throw this.#badRow(`has not ${readers.length} cells`)
    this.count++
    return position + 1
  }

  #cell(bytes: Buffer, at: number, end: number, column: number): number {
    try {
      return this.readers[column]!.read(bytes, at, end, this.count)
    } catch (thrown) {
      if (!(thrown instanceof BadCell)) throw thrown
      const { name, type } = this.#columns[column]!
      throw this.#badRow(`has ${JSON.stringify(thrown.message.slice(0, 80))} in its column \`${name}\` of type ${type}`)
    }
  }

  #badRow(what: string): ServiceFault {
    return new ServiceFault('bad-answer', `The answer cannot be read: its row ${this.count + 1} ${what}.`)
  }
}

/** What .NET calls types that KQL has, as some answers name them. */
const netTypes: Readonly<Record<string, KqlType>> = {
  boolean: 'bool',
  sbyte: 'bool',
  int32: 'int',
  int64: 'long',
  double: 'real',
  sqldecimal: 'decimal',
  date: 'datetime',
  time: 'timespan',
  uuid: 'guid',
  uniqueid: 'guid',
  object: 'dynamic',
}

function declaredColumns(columns: Json): DeclaredColumn[] {
  if (!Array.isArray(columns)) throw notColumns()
  return (columns as readonly Json[]).map((column) => {
    if (column === null || typeof column !== 'object' || Array.isArray(column)) throw notColumns()
    const { name, type } = column as { readonly [key: string]: Json }
    if (typeof name !== 'string' || typeof type !== 'string') throw notColumns()
    const word = type.toLowerCase().replace(/^system\.(data\.sqltypes\.)?/, '')
    if (isKqlType(word)) return { name, type: word }
    return Object.hasOwn(netTypes, word) ? { name, type: netTypes[word]! } : { name, type: 'string', unknownType: type }
  })
}

function notColumns(): ServiceFault {
  return new ServiceFault('bad-answer', 'The answer is not one of Log Analytics: its columns have no names and types.')
}
