import { crc32, deflateRawSync, deflateSync, gunzipSync, inflateSync } from 'node:zlib'
import type { Udf } from '../row.ts'
import { xxhash64 } from './xxhash.ts'

/** Percent-encodes all but letters, digits and `-_.!*()`, with small hexadecimal digits, as .NET does. */
function urlEncode(text: string, blank: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/%[0-9A-F]{2}/g, (digits) => digits.toLowerCase())
    .replace(/[~']/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
    .replaceAll('%20', blank)
}

/** Decodes runs of escapes as UTF-8; whatever is none stays. */
function urlDecode(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    const bytes = Uint8Array.from(run.match(/[0-9a-fA-F]{2}/g) ?? [], (digits) => Number.parseInt(digits, 16))
    return new TextDecoder().decode(bytes)
  })
}

/** Beyond this an unpacked text is refused: a few bytes can stand for any amount. */
const largestText = 64 * 1024 * 1024

function unpack(text: string, format: 'gzip' | 'zlib'): string {
  const options = { maxOutputLength: largestText }
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    const unpacked = format === 'gzip' ? gunzipSync(bytes, options) : inflateSync(bytes, options)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(unpacked)
  } catch {
    return ''
  }
}

/** What Kusto's packer writes before the first byte it packs: texts that do not save as much are stored as they are. */
const packedHead = 100

/** The bytes of a text packed, in base64. The headers are those Kusto writes, and short texts are stored, as there. */
function pack(text: string, format: 'gzip' | 'zlib'): string {
  const bytes = Buffer.from(text.toWellFormed())
  const packed = deflateRawSync(bytes)
  const isStored = packed.length + packedHead > bytes.length
  const level = isStored ? 0 : 6
  if (format === 'zlib') return deflateSync(bytes, { level }).toString('base64')
  const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
  const tail = Buffer.alloc(8)
  tail.writeUInt32LE(crc32(bytes), 0)
  tail.writeUInt32LE(bytes.length, 4)
  return Buffer.concat([head, isStored ? deflateRawSync(bytes, { level }) : packed, tail]).toString('base64')
}

export const encodingUdfs: readonly Udf[] = [
  {
    name: 'kql_url_encode',
    parameters: ['VARCHAR', 'VARCHAR'],
    returns: 'VARCHAR',
    evaluate: (text, blank) => urlEncode(String(text ?? ''), String(blank)),
  },
  {
    name: 'kql_url_decode',
    parameters: ['VARCHAR'],
    returns: 'VARCHAR',
    evaluate: (text) => urlDecode(String(text ?? '')),
  },
  {
    name: 'kql_unpack',
    parameters: ['VARCHAR', 'VARCHAR'],
    returns: 'VARCHAR',
    evaluate: (text, format) => unpack(String(text ?? ''), format === 'gzip' ? 'gzip' : 'zlib'),
  },
  {
    name: 'kql_pack',
    parameters: ['VARCHAR', 'VARCHAR'],
    returns: 'VARCHAR',
    evaluate: (text, format) => pack(String(text ?? ''), format === 'gzip' ? 'gzip' : 'zlib'),
  },
  {
    name: 'kql_xxhash64',
    parameters: ['VARCHAR'],
    returns: 'BIGINT',
    evaluate: (text) => xxhash64(new TextEncoder().encode(String(text ?? ''))),
  },
  {
    name: 'kql_xxhash64_long',
    parameters: ['BIGINT'],
    returns: 'BIGINT',
    evaluate(value) {
      if (typeof value !== 'bigint') return null
      const bytes = new Uint8Array(8)
      new DataView(bytes.buffer).setBigInt64(0, value, true)
      return xxhash64(bytes)
    },
  },
]
