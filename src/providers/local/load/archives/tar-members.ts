import { pipeline, Readable } from 'node:stream'
import { extract } from 'tar-stream'
import { type ByteSource, type Packing, unpackedBytes } from '../unpack.ts'
import type { Entry } from './members.ts'

/** The members of a tar archive, packed as a whole or not. What is no file is passed over. Throws where the archive breaks off. */
export async function* tarMembers(source: ByteSource, packing: Packing, signal: AbortSignal): AsyncGenerator<Entry> {
  const tar = extract()
  // The callback keeps a damaged stream from being an unhandled error; the loop meets it too.
  pipeline(Readable.from(unpackedBytes(source, packing, signal)), tar, () => {})
  for await (const entry of tar) {
    const { name, type, mtime } = entry.header
    let isTaken = false
    if (type === 'file' || type === 'contiguous-file') {
      yield {
        path: name.replace(/^(\.?\/)+/, ''),
        ...(mtime && { modified: mtime }),
        bytes: () => {
          isTaken = true
          return entry as AsyncIterable<Uint8Array>
        },
      }
    }
    // The next member comes when this one is over.
    if (!isTaken) entry.resume()
  }
}
