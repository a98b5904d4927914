import yauzl from 'yauzl'
import type { ByteSource } from '../unpack.ts'
import type { Entry } from './members.ts'

/** The members of a zip archive. Folders are passed over. Throws where its directory of members cannot be read. */
export async function* zipMembers(source: ByteSource): AsyncGenerator<Entry> {
  const options = { autoClose: false }
  const zip =
    typeof source === 'string'
      ? await yauzl.openPromise(source, options)
      : await yauzl.fromBufferPromise(Buffer.from(source.buffer, source.byteOffset, source.byteLength), options)
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue
      yield {
        path: entry.fileName,
        modified: entry.getLastModDate({ timezone: 'UTC' }),
        ...hindranceOf(entry),
        bytes: async function* () {
          yield* (await zip.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>
        },
      }
    }
  } finally {
    zip.close()
  }
}

function hindranceOf(entry: yauzl.Entry): { readonly hindrance?: string } {
  if (entry.isEncrypted()) {
    return {
      hindrance: 'It is protected by a password. Unpack the archive with the password and give the files in it.',
    }
  }
  if (!entry.canDecodeFileData()) {
    const method = compressions[entry.compressionMethod] ?? `method ${entry.compressionMethod}`
    return {
      hindrance: `It is compressed by ${method}, which is not read here. Unpack the archive and give the files in it.`,
    }
  }
  return {}
}

const compressions: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
}
