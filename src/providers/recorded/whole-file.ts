import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGunzip, createGzip } from 'node:zlib'
import type { Json } from '../../lib/table.ts'

/** Most characters of a line, and of a whole file once it is unpacked: more is no file of ours. */
const longestLine = 1 << 28
const longestFile = 2 ** 36

/** Puts a file in place whole, for the user alone: who reads it meanwhile sees the old one or the new one. Throws what the system throws. */
export async function writeWhole(path: string, write: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await write(draft)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

export function writeJson(path: string, content: unknown): Promise<void> {
  return writeWhole(path, (draft) => writeFile(draft, `${JSON.stringify(content, undefined, 1)}\n`, { mode: 0o600 }))
}

/** Lines of JSON, packed by gzip, whose checksum tells on reading that the file is whole. */
export function writeLines(path: string, lines: Iterable<Json>): Promise<void> {
  return writeWhole(path, (draft) =>
    pipeline(
      Readable.from(texts(lines)),
      createGzip({ level: constants.Z_BEST_SPEED }),
      createWriteStream(draft, { mode: 0o600 }),
    ),
  )
}

function* texts(lines: Iterable<Json>): Generator<string> {
  for (const line of lines) yield `${JSON.stringify(line)}\n`
}

/** Reads back what `writeLines` wrote; `next` gives a line at a time. Throws what the system throws, and for what is no such file. */
export async function readLines<Result>(
  path: string,
  read: (next: () => Promise<Json>) => Promise<Result>,
): Promise<Result> {
  const file = createReadStream(path)
  const unpacked = createGunzip()
  // The stream of lines fails with what either of them fails with.
  const unpacking = pipeline(file, unpacked)
  unpacking.catch((error) => unpacked.destroy(error))
  const lines = linesOf(unpacked.setEncoding('utf8'))
  try {
    const result = await read(async () => {
      const { value, done } = await lines.next()
      if (done === true) throw new Error('it ends too early')
      return JSON.parse(value) as Json
    })
    if ((await lines.next()).done !== true) throw new Error('it goes on after its end')
    return result
  } finally {
    file.destroy()
    unpacked.destroy()
    await unpacking.catch(() => {})
  }
}

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string, void> {
  let parts: string[] = []
  let length = 0
  let whole = 0
  for await (const piece of pieces) {
    whole += piece.length
    if (whole > longestFile) throw new Error('it is too long')
    let from = 0
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      parts.push(piece.slice(from, end))
      yield parts.join('')
      parts = []
      length = 0
      from = end + 1
    }
    parts.push(piece.slice(from))
    length += piece.length - from
    if (length > longestLine) throw new Error('a line is too long')
  }
  if (length > 0) throw new Error('its last line is cut off')
}
