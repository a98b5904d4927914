import type { Json } from '../../../lib/table.ts'
import type { ByteSource } from '../../log-analytics/answer/byte-source.ts'
import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  endOfValue,
  openBrace,
  openBracket,
  skipSpace,
} from '../../log-analytics/answer/json-bytes.ts'
import { ServiceFault } from '../../remote/wire.ts'

/** Reads JSON from a body while it comes. Throws ServiceFault `bad-answer` where it is cut off or no JSON. */
export class JsonBody {
  readonly #source: ByteSource

  constructor(source: ByteSource) {
    this.#source = source
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
    return new ServiceFault('bad-answer', `The answer is not one of Kusto: ${what}.`)
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
}
