import { closeSync, openSync, readSync } from 'node:fs'
import { gunzipSync, constants as zlib } from 'node:zlib'
import type { RecordReader } from './read-records.ts'
import { type ByteSource, isDamage, type Packing, packingOf, unpackedBytes } from './unpack.ts'

/** How the bytes of a file become text. */
export interface TextForm {
  readonly packing: Packing
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  /** A byte order mark stands before the text. */
  readonly mark: boolean
}

export interface Head {
  readonly form: TextForm
  /** Uncompressed, without a byte order mark. */
  readonly bytes: Uint8Array
  readonly text: string
  /** The bytes are the whole file. */
  readonly whole: boolean
}

const headBytes = 262_144

/** The beginning of a file, unpacked and decoded. Throws what the system throws, and where packed data is broken from the start. */
export async function readHead(source: ByteSource): Promise<Head> {
  const stored = typeof source === 'string' ? readStart(source) : source.subarray(0, headBytes)
  const packing = packingOf(stored)
  const { bytes: unpacked, whole } =
    packing === 'gzip'
      ? unpackHead(stored)
      : packing === 'zstd'
        ? await unpackZstdHead(source)
        : { bytes: stored, whole: stored.length < headBytes }
  const { encoding, mark } = encodingOf(unpacked)
  const bytes = unpacked.subarray(mark, unpacked.length)
  return {
    form: { packing, encoding, mark: mark > 0 },
    bytes,
    // The head may end inside a character: `stream` keeps that from becoming a replacement character.
    text: new TextDecoder(encoding).decode(bytes, { stream: true }),
    whole,
  }
}

function readStart(path: string): Uint8Array {
  const buffer = Buffer.allocUnsafe(headBytes)
  const file = openSync(path, 'r')
  let length = 0
  try {
    for (;;) {
      const read = readSync(file, buffer, length, headBytes - length, null)
      length += read
      if (read === 0 || length === headBytes) break
    }
  } finally {
    closeSync(file)
  }
  return buffer.subarray(0, length)
}

async function unpackZstdHead(source: ByteSource): Promise<{ readonly bytes: Uint8Array; readonly whole: boolean }> {
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    for await (const piece of unpackedBytes(source, 'zstd', new AbortController().signal)) {
      pieces.push(piece)
      length += piece.length
      if (length >= headBytes) return { bytes: Buffer.concat(pieces), whole: false }
    }
  } catch (error) {
    // What comes before the damage is the head; whoever reads on will meet it.
    if (length === 0 || !isDamage(error)) throw error
    return { bytes: Buffer.concat(pieces), whole: false }
  }
  return { bytes: Buffer.concat(pieces), whole: true }
}

/** Little is unpacked: it may swell a thousandfold. */
function unpackHead(stored: Uint8Array): { readonly bytes: Uint8Array; readonly whole: boolean } {
  const some = stored.subarray(0, headBytes / 4)
  if (some.length === stored.length) {
    try {
      return { bytes: gunzipSync(some), whole: true }
    } catch {
      // Cut off or damaged: whoever reads it to the end will tell.
    }
  }
  // SYNC_FLUSH gives what a cut-off stream holds instead of refusing it.
  return { bytes: gunzipSync(some, { finishFlush: zlib.Z_SYNC_FLUSH }), whole: false }
}

function encodingOf(bytes: Uint8Array): { readonly encoding: TextForm['encoding']; readonly mark: number } {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', mark: 3 }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', mark: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', mark: 2 }
  // Without a mark, every other byte of Western text in UTF-16 is zero.
  const zeros = (offset: number) => bytes.subarray(0, 400).filter((byte, at) => at % 2 === offset && byte === 0).length
  if (bytes.length >= 8 && zeros(1) > Math.min(400, bytes.length) * 0.4) return { encoding: 'utf-16le', mark: 0 }
  if (bytes.length >= 8 && zeros(0) > Math.min(400, bytes.length) * 0.4) return { encoding: 'utf-16be', mark: 0 }
  return { encoding: isLatin(bytes) ? 'windows-1252' : 'utf-8', mark: 0 }
}

/** True where bytes above 127 stand alone, as older Windows programs write them, and never as UTF-8 would have them. */
function isLatin(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return false
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes)
    const broken = countReplaced(text, bytes)
    const whole = text.match(/[^\x00-\x7f\ufffd]/g)?.length ?? 0
    return broken > whole
  }
}

/** What became of a text that was read to its end. */
export interface TextEnd {
  /** Why it stopped early, where it did: packed data that is cut off or damaged. */
  readonly damage?: string
  /** Characters that are no text in the encoding; they read as U+FFFD. */
  readonly replaced: number
}

/** Hands the whole text over in pieces. Damage ends the text and is told, not thrown: what came before it stays read. */
export async function readText(
  source: ByteSource,
  form: TextForm,
  signal: AbortSignal,
  take: (text: string) => void | Promise<void>,
): Promise<TextEnd> {
  const decoder = new TextDecoder(form.encoding)
  let replaced = 0
  const give = async (chunk?: Uint8Array) => {
    const text = chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    replaced += countReplaced(text, chunk)
    if (text) await take(text)
  }
  try {
    for await (const chunk of unpackedBytes(source, form.packing, signal)) await give(chunk)
    await give()
    return { replaced }
  } catch (error) {
    if (form.packing === 'none' || signal.aborted || !isDamage(error)) throw error
    await give()
    return { replaced, damage: (error as Error).message }
  }
}

/** Hands the whole file to a reader, the way it wants it, and ends it. Damage is told, as by `readText`. */
export async function readWhole(
  source: ByteSource,
  form: TextForm,
  signal: AbortSignal,
  reader: RecordReader,
): Promise<TextEnd> {
  const { survey, pushBytes } = reader
  if (survey) {
    await readText(source, form, signal, survey)
    survey(undefined)
  }
  const end = pushBytes
    ? await readBytes(source, form, signal, pushBytes)
    : await readText(source, form, signal, (piece) => reader.push(piece))
  reader.end(end.damage !== undefined)
  return end
}

async function readBytes(
  source: ByteSource,
  { packing }: TextForm,
  signal: AbortSignal,
  take: (bytes: Uint8Array) => void,
): Promise<TextEnd> {
  try {
    for await (const piece of unpackedBytes(source, packing, signal)) take(piece)
    return { replaced: 0 }
  } catch (error) {
    if (packing === 'none' || signal.aborted || !isDamage(error)) throw error
    return { replaced: 0, damage: (error as Error).message }
  }
}

/** Replacement characters in the text that were not in the bytes already. */
export function countReplaced(text: string, bytes: Uint8Array | undefined): number {
  if (!text.includes('\ufffd')) return 0
  const written = bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') : ''
  return Math.max(0, text.split('\ufffd').length - written.split('\xef\xbf\xbd').length)
}
