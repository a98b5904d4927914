import { crc32 } from 'node:zlib'
import { wordsOf } from '../../../../lib/words-of.ts'
import type { WindowsEvent } from '../shapes/windows-event.ts'
import { BinXml } from './bin-xml.ts'
import { fileTime } from './bin-xml-value.ts'
import { eventOfXml } from './event-of-xml.ts'

const headerBytes = 4096
const chunkBytes = 65_536
const firstRecord = 512
const recordMark = 0x2a2a

/** An event, or what could not be read, as a sentence. */
export type EvtxRecord = { readonly event: WindowsEvent } | { readonly fault: string }

/**
 * Takes an .evtx file a piece at a time and gives its events. The file is chunks of 64 KiB that stand each for itself, so that
 * one that is damaged costs its own records only, and no more than one is in memory.
 */
export class EvtxRecords {
  #rest: Uint8Array = new Uint8Array()
  #isHeaderRead = false
  #chunk = 0;

  *push(bytes: Uint8Array): Generator<EvtxRecord> {
    let all: Uint8Array = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    if (!this.#isHeaderRead && all.length >= headerBytes) {
      this.#isHeaderRead = true
      all = all.subarray(headerBytes)
    }
    while (this.#isHeaderRead && all.length >= chunkBytes) {
      yield* this.#events(all.subarray(0, chunkBytes))
      all = all.subarray(chunkBytes)
    }
    // A copy, so that the piece it is of can be let go.
    this.#rest = Uint8Array.from(all)
  }

  *end(): Generator<EvtxRecord> {
    const rest = this.#rest
    this.#rest = new Uint8Array()
    if (!this.#isHeaderRead) yield { fault: 'The event log breaks off in its header: it holds no events.' }
    else if (rest.some((byte) => byte !== 0)) yield* this.#events(rest)
  }

  *#events(chunk: Uint8Array): Generator<EvtxRecord> {
    const number = ++this.#chunk
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const mark = String.fromCharCode(...chunk.subarray(0, 8))
    if (mark !== 'ElfChnk\0' || chunk.length < firstRecord) {
      // Room that was set aside and never written.
      if (chunk.every((byte) => byte === 0)) return
      yield { fault: `Chunk ${number} of the event log is damaged: its events were left out.` }
      return
    }
    const xml = new BinXml(chunk)
    const failures: string[] = []
    let read = 0
    let at = firstRecord
    while (at + 28 <= chunk.length && view.getUint32(at, true) === recordMark) {
      const size = view.getUint32(at + 4, true)
      if (size < 28 || at + size > chunk.length) {
        failures.push('an event ends beyond its chunk')
        break
      }
      try {
        const [root] = xml.elementsAt(at + 24, at + size - 4)
        if (root?.name !== 'Event') throw new Error('it is no event')
        const time = fileTime(view.getBigUint64(at + 16, true))
        yield { event: eventOfXml(root, time) }
        read++
      } catch (error) {
        failures.push(wordsOf(error))
      }
      at += size
    }
    if (failures.length > 0) {
      const count = failures.length === 1 ? 'One event' : `${failures.length} events`
      yield { fault: `${count} in chunk ${number} of the event log cannot be read and were left out (${failures[0]}).` }
    } else if (isIncomplete(chunk, view, at)) {
      yield {
        fault: `Chunk ${number} of the event log fails its checksum: ${read} events of it were read, others may be missing.`,
      }
    }
  }
}

/** True where the chunk says it holds other bytes than it does. A log that was never closed says nothing yet. */
function isIncomplete(chunk: Uint8Array, view: DataView, end: number): boolean {
  const free = view.getUint32(0x30, true)
  if (free < firstRecord || free > chunk.length) return true
  return end < free || (end === free && crc32(chunk.subarray(firstRecord, free)) !== view.getUint32(0x34, true))
}
