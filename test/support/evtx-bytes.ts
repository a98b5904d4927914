import { crc32 } from 'node:zlib'

/** A value of an event and the number of its type. */
export interface EvtxValue {
  readonly type: number
  readonly bytes: Uint8Array
}

/** An element; a number stands for the place of a value. */
export interface EvtxElement {
  readonly name: string
  readonly attributes?: Readonly<Record<string, string | number>>
  readonly children?: readonly (EvtxElement | string | number)[]
}

export interface EvtxEvent {
  /** 100 ns since 1601. */
  readonly ticks: bigint
  readonly element: EvtxElement
  readonly values: readonly EvtxValue[]
}

const chunkBytes = 65_536

/** The bytes of an .evtx file. Each list of events is a chunk; events of the same element share a template in it. */
export function evtxOf(chunks: readonly (readonly EvtxEvent[])[]): Buffer {
  const header = Buffer.alloc(4096)
  header.write('ElfFile\0', 'latin1')
  header.writeBigUInt64LE(BigInt(Math.max(0, chunks.length - 1)), 0x10)
  header.writeBigUInt64LE(BigInt(chunks.flat().length + 1), 0x18)
  header.writeUInt32LE(128, 0x20)
  header.writeUInt16LE(1, 0x24)
  header.writeUInt16LE(3, 0x26)
  header.writeUInt16LE(4096, 0x28)
  header.writeUInt16LE(chunks.length, 0x2a)
  header.writeUInt32LE(crc32(header.subarray(0, 0x78)), 0x7c)
  let number = 1
  const written = chunks.map((events) => {
    const chunk = new ChunkWriter()
    const first = number
    for (const event of events) chunk.record(event, BigInt(number++))
    return chunk.close(BigInt(first), BigInt(number - 1))
  })
  return Buffer.concat([header, ...written])
}

export const utf16 = (text: string): EvtxValue => ({ type: 1, bytes: Buffer.from(text, 'utf16le') })
export const uint = (type: 4 | 6 | 8 | 20 | 10 | 21 | 17, value: number | bigint): EvtxValue => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return { type, bytes: bytes.subarray(0, { 4: 1, 6: 2, 8: 4, 20: 4, 10: 8, 21: 8, 17: 8 }[type]) }
}
export const absent: EvtxValue = { type: 0, bytes: Buffer.alloc(0) }

class ChunkWriter {
  readonly #bytes = Buffer.alloc(chunkBytes)
  readonly #names = new Map<string, number>()
  readonly #templates = new Map<EvtxElement, number>()
  #at = 512
  #last = 512

  record({ ticks, element, values }: EvtxEvent, number: bigint): void {
    const start = this.#at
    this.#last = start
    this.#u32(0x2a2a)
    this.#u32(0)
    this.#u64(number)
    this.#u64(ticks)
    this.#put(Buffer.from([0x0f, 1, 1, 0, 0x0c, 1]))
    this.#u32(1)
    const known = this.#templates.get(element)
    this.#u32(known ?? this.#at + 4)
    if (known === undefined) {
      this.#templates.set(element, this.#at)
      const place = this.#at
      this.#put(Buffer.alloc(24))
      this.#put(Buffer.from([0x0f, 1, 1, 0]))
      this.#element(element)
      this.#put(Buffer.from([0]))
      this.#bytes.writeUInt32LE(this.#at - place - 24, place + 20)
    }
    this.#u32(values.length)
    for (const { type, bytes } of values) {
      this.#u16(bytes.length)
      this.#put(Buffer.from([type, 0]))
    }
    for (const { bytes } of values) this.#put(bytes)
    this.#put(Buffer.from([0]))
    const size = this.#at - start + 4
    this.#u32(size)
    this.#bytes.writeUInt32LE(size, start + 4)
  }

  close(first: bigint, last: bigint): Buffer {
    const bytes = this.#bytes
    bytes.write('ElfChnk\0', 'latin1')
    bytes.writeBigUInt64LE(first, 0x08)
    bytes.writeBigUInt64LE(last, 0x10)
    bytes.writeBigUInt64LE(first, 0x18)
    bytes.writeBigUInt64LE(last, 0x20)
    bytes.writeUInt32LE(128, 0x28)
    bytes.writeUInt32LE(this.#last, 0x2c)
    bytes.writeUInt32LE(this.#at, 0x30)
    bytes.writeUInt32LE(crc32(bytes.subarray(512, this.#at)), 0x34)
    bytes.writeUInt32LE(crc32(Buffer.concat([bytes.subarray(0, 0x78), bytes.subarray(0x80, 0x200)])), 0x7c)
    return bytes
  }

  #element({ name, attributes = {}, children = [] }: EvtxElement): void {
    const entries = Object.entries(attributes)
    this.#put(Buffer.from([entries.length > 0 ? 0x41 : 0x01]))
    this.#u16(0xffff)
    const size = this.#at
    this.#u32(0)
    this.#name(name)
    if (entries.length > 0) {
      const list = this.#at
      this.#u32(0)
      for (const [index, [key, value]] of entries.entries()) {
        this.#put(Buffer.from([index < entries.length - 1 ? 0x46 : 0x06]))
        this.#name(key)
        this.#text(value)
      }
      this.#bytes.writeUInt32LE(this.#at - list - 4, list)
    }
    if (children.length === 0) this.#put(Buffer.from([0x03]))
    else {
      this.#put(Buffer.from([0x02]))
      for (const child of children) {
        if (typeof child === 'object') this.#element(child)
        else this.#text(child)
      }
      this.#put(Buffer.from([0x04]))
    }
    this.#bytes.writeUInt32LE(this.#at - size - 4, size)
  }

  #text(value: string | number): void {
    if (typeof value === 'number') {
      this.#put(Buffer.from([0x0e]))
      this.#u16(value)
      this.#put(Buffer.from([1]))
    } else {
      this.#put(Buffer.from([0x05, 1]))
      this.#u16(value.length)
      this.#put(Buffer.from(value, 'utf16le'))
    }
  }

  #name(name: string): void {
    const known = this.#names.get(name)
    this.#u32(known ?? this.#at + 4)
    if (known !== undefined) return
    this.#names.set(name, this.#at)
    this.#u32(0)
    this.#u16(0)
    this.#u16(name.length)
    this.#put(Buffer.from(`${name}\0`, 'utf16le'))
  }

  #put(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#at)
    this.#at += bytes.length
  }

  #u16(value: number): void {
    this.#at = this.#bytes.writeUInt16LE(value, this.#at)
  }

  #u32(value: number): void {
    this.#at = this.#bytes.writeUInt32LE(value, this.#at)
  }

  #u64(value: bigint): void {
    this.#at = this.#bytes.writeBigUInt64LE(value, this.#at)
  }
}
