import { ServiceFault } from '../wire.ts'

/** Far beyond any value or row of a service, and less than a text can hold. */
const longestValue = 2 ** 28

/**
 * The bytes of a body while it comes: those read and not yet used stand in `bytes` from `at` to `end`. What is used is not kept,
 * so that a body of a hundred megabytes never stands in memory whole.
 */
export class ByteSource {
  bytes: Buffer = Buffer.alloc(0)
  at = 0
  end = 0
  /** All bytes that came so far. */
  received = 0
  readonly #chunks: AsyncIterator<Uint8Array>
  readonly #most: number
  readonly #mostAtOnce: number

  /** A body that is longer than `most` is refused, and one of whose values a part longer than `mostAtOnce` is not used yet. */
  constructor(chunks: AsyncIterable<Uint8Array>, most: number, mostAtOnce = longestValue) {
    this.#chunks = chunks[Symbol.asyncIterator]()
    this.#most = most
    this.#mostAtOnce = mostAtOnce
  }

  /**
   * Reads on; false at the end of the body. What is not used yet is at least doubled, so that looking again at the beginning
   * of a long value costs no more than reading it. Throws ServiceFault `too-large`, and what the stream throws.
   */
  async more(): Promise<boolean> {
    const wanted = (this.end - this.at) * 2
    let hasCome = false
    while (!hasCome || this.end - this.at < wanted) {
      const { done, value } = await this.#chunks.next()
      if (done) return hasCome
      if (value.length === 0) continue
      hasCome = true
      this.received += value.length
      if (this.received > this.#most) await this.#refuse(`The answer is longer than ${this.#most} bytes.`)
      if (this.end - this.at + value.length > this.#mostAtOnce) {
        await this.#refuse(`A value of the answer is longer than ${this.#mostAtOnce} bytes.`)
      }
      this.#append(Buffer.from(value.buffer, value.byteOffset, value.byteLength))
    }
    return true
  }

  async #refuse(why: string): Promise<never> {
    await this.#chunks.return?.()
    throw new ServiceFault('too-large', why)
  }

  #append(chunk: Buffer): void {
    const left = this.end - this.at
    if (left === 0) {
      this.bytes = chunk
    } else if (this.end + chunk.length <= this.bytes.length && this.#isOwn) {
      chunk.copy(this.bytes, this.end)
      this.end += chunk.length
      return
    } else {
      const room = Buffer.allocUnsafeSlow(Math.max(left * 2, 1 << 16) + chunk.length)
      this.bytes.copy(room, 0, this.at, this.end)
      chunk.copy(room, left)
      this.bytes = room
    }
    this.#isOwn = left > 0
    this.at = 0
    this.end = left + chunk.length
  }

  /** Whether `bytes` is ours to write to, and not a part of what came. */
  #isOwn = false
}
