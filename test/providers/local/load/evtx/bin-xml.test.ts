import { expect, it } from 'vitest'
import { BinXml } from '../../../../../src/providers/local/load/evtx/bin-xml.ts'

const xmlValue = 0x21

/** A chunk of one template, an element `E` that holds its one value so many times, and its use within itself so deep. */
function nested(times: number, deep: number): { readonly chunk: Uint8Array; readonly start: number } {
  const place = 16
  const name = place + 24 + 1 + 6 + 4
  const body = Buffer.concat([
    Buffer.from([0x01, 0, 0, 0, 0, 0, 0]),
    number32(name),
    // The name, written where it occurs first: what comes next, a hash, its length, itself and a zero.
    Buffer.from([0, 0, 0, 0, 0, 0, 1, 0, 0x45, 0, 0, 0, 0x02]),
    ...Array.from({ length: times }, () => Buffer.from([0x0d, 0, 0, xmlValue])),
    Buffer.from([0x04, 0x00]),
  ])
  const header = Buffer.concat([Buffer.alloc(place), Buffer.alloc(20), number32(body.length), body])
  let use = Buffer.alloc(0)
  for (let count = 0; count < deep; count++) {
    const size = Buffer.from([use.length & 255, use.length >> 8, xmlValue, 0])
    use = Buffer.concat([Buffer.from([0x0c, 0, 0, 0, 0, 0]), number32(place), number32(1), size, use])
  }
  return { chunk: Buffer.concat([header, use]), start: header.length }
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

it('puts an element wherever its template has a place for it', () => {
  const { chunk, start } = nested(2, 3)
  const leaf = { name: 'E', attributes: {}, children: [] }
  const middle = { ...leaf, children: [leaf, leaf] }
  expect(new BinXml(chunk).elementsAt(start, chunk.length)).toEqual([{ ...leaf, children: [middle, middle] }])
})

it('refuses an event that swells to millions of elements', () => {
  const { chunk, start } = nested(10, 9)
  expect(() => new BinXml(chunk).elementsAt(start, chunk.length)).toThrow('far more')
})
