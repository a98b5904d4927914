import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { HuntletError } from '../lib/diagnostic.ts'
import { wordsOf } from '../lib/words-of.ts'
import { writeError, writeOut } from './terminal.ts'

/** Writes a result to a file, or to standard output where no file is named. */
export async function deliver(file: string | undefined, pieces: () => Iterable<string>): Promise<void> {
  if (file === undefined) return writeOut(pieces())
  try {
    const stream = createWriteStream(file)
    await once(stream, 'open')
    for (const piece of pieces()) if (!stream.write(piece)) await once(stream, 'drain')
    stream.end()
    await once(stream, 'finish')
  } catch (error) {
    throw new HuntletError('CANNOT_WRITE', `Cannot write ${file}: ${wordsOf(error)}`, {
      hint: 'Choose another place with --out, or leave it out and redirect standard output.',
      cause: error,
    })
  }
  writeError(`written to ${file}`)
}
