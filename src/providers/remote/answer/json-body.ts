import type { Json } from '../../../lib/table.ts'
import { ServiceFault } from '../wire.ts'
import type { ByteSource } from './byte-source.ts'
import { closeBrace, closeBracket, colon, comma, endOfValue, openBrace, openBracket, skipSpace } from './json-bytes.ts'
import type { TypedRows } from './typed-rows.ts'

/** Reads JSON from a body while it comes. Throws ServiceFault `bad-answer` where it is cut off or no JSON. */
export class JsonBody {
  readonly #source: ByteSource
  readonly #service: string

  /** `service`: whose answer it should be, in words. */
  constructor(source: ByteSource, service: string) {
    this.#source = source
    this.#service = service
  }

  /** The members of an object, one after the other; `member` reads the value. */
  async members(member: (name: string) => Promise<void>): Promise<void> {
    await this.take(openBrace)
    if (await this.takeIf(closeBrace)) return
    for (;;) {
      const name = await this.value()
      if (typeof name !== 'string') throw this.bad('a member has no name')
      await this.take(colon)
      await member(name)
      if (await this.takeIf(closeBrace)) return
      await this.take(comma)
    }
  }

  /** The elements of an array, one after the other. */
  async elements(element: () => Promise<void>): Promise<void> {
    await this.take(openBracket)
    if (await this.takeIf(closeBracket)) return
    for (;;) {
      await element()
      if (await this.takeIf(closeBracket)) return
      await this.take(comma)
    }
  }

  /** An array of rows, into their columns. `other` is given objects that stand among them; without it there may be none. */
  async rows(rows: TypedRows, other?: (value: Json) => void): Promise<void> {
    await this.elements(async () => {
      const next = await this.next()
      if (next === openBracket) await this.#readRows(rows)
      else if (next === openBrace && other) other(await this.value())
      else if (next === undefined) throw this.cut()
      else throw rows.noRow()
    })
  }

  async value(): Promise<Json> {
    const end = await this.#endOfNext()
    const text = this.#source.bytes.toString('utf8', this.#source.at, end)
    this.#source.at = end
    try {
      return JSON.parse(text) as Json
    } catch {
      throw this.bad('it is no JSON')
    }
  }

  async skip(): Promise<void> {
    this.#source.at = await this.#endOfNext()
  }

  /** Nothing but white space may follow. A stream that was cut says so only here. */
  async ending(): Promise<void> {
    if ((await this.next()) !== undefined) throw this.bad('there is more after its end')
  }

  /** The byte that comes next, behind white space; it is not taken. Undefined at the end of the body. */
  async next(): Promise<number | undefined> {
    const source = this.#source
    do {
      source.at = skipSpace(source.bytes, source.at, source.end)
      if (source.at < source.end) return source.bytes[source.at]
    } while (await source.more())
    return undefined
  }

  async take(byte: number): Promise<void> {
    if (!(await this.takeIf(byte))) throw this.bad(`\`${String.fromCharCode(byte)}\` is missing`)
  }

  async takeIf(byte: number): Promise<boolean> {
    const next = await this.next()
    if (next === undefined) throw this.cut()
    if (next !== byte) return false
    this.#source.at++
    return true
  }

  cut(): ServiceFault {
    return new ServiceFault('bad-answer', `The answer was cut off after ${this.#source.received} bytes.`)
  }

  bad(what: string): ServiceFault {
    return new ServiceFault('bad-answer', `The answer is not one of ${this.#service}: ${what}.`)
  }

  async #endOfNext(): Promise<number> {
    const source = this.#source
    for (;;) {
      if ((await this.next()) === undefined) throw this.cut()
      const end = endOfValue(source.bytes, source.at, source.end)
      if (end === source.at) throw this.bad('a value is missing')
      if (end > 0) return end
      if (!(await source.more())) throw this.cut()
    }
  }

  /** As many rows as follow each other without white space, but for the comma behind the last: without waiting for what is at hand. */
  async #readRows(rows: TypedRows): Promise<void> {
    const source = this.#source
    for (;;) {
      const next = rows.read(source.bytes, source.at, source.end)
      if (next < 0) {
        if (!(await source.more())) throw this.cut()
        continue
      }
      source.at = next
      if (next + 1 >= source.end || source.bytes[next] !== comma || source.bytes[next + 1] !== openBracket) return
      source.at = next + 1
    }
  }
}
