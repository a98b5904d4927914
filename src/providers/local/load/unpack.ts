import { createReadStream, statSync } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'

/** How the bytes of one file are packed. Archives, which hold several, are another matter. */
export type Packing = 'none' | 'gzip' | 'zstd'

/** Where bytes are: a path, or here. */
export type ByteSource = string | Uint8Array

/** What the first bytes say. */
export function packingOf(bytes: Uint8Array): Packing {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip'
  return bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd ? 'zstd' : 'none'
}

const pieceBytes = 1 << 20

/** The bytes of a source, unpacked, a piece at a time. Throws what `isDamage` tells from other errors after the last good piece. */
export async function* unpackedBytes(
  source: ByteSource,
  packing: Packing,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (packing === 'zstd') return yield* zstdFrames(source, signal)
  const stored = storedBytes(source, 0, signal)
  // The callback keeps a damaged stream from being an unhandled error; whoever takes the pieces meets it too.
  const bytes = packing === 'gzip' ? pipeline(stored, createGunzip({ chunkSize: pieceBytes }), () => {}) : stored
  yield* bytes as AsyncIterable<Uint8Array>
}

/** A Zstandard file may be several frames one after another, of which Node's decoder reads but the first. */
async function* zstdFrames(source: ByteSource, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const length = typeof source === 'string' ? statSync(source).size : source.length
  let at = 0
  while (at < length) {
    const decoder = createZstdDecompress({ chunkSize: pieceBytes })
    yield* pipeline(storedBytes(source, at, signal), decoder, () => {}) as AsyncIterable<Uint8Array>
    if (decoder.bytesWritten === 0) return
    at += decoder.bytesWritten
  }
}

function storedBytes(source: ByteSource, start: number, signal: AbortSignal): Readable {
  if (typeof source === 'string') return createReadStream(source, { start, highWaterMark: pieceBytes, signal })
  return Readable.from([source.subarray(start)], { signal })
}

/** True for what the decoders say of data that is cut off or damaged. */
export function isDamage(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return typeof code === 'string' && /^(Z_|ZSTD_|ERR_ZSTD|ERR_ZLIB)/i.test(code)
}
