import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { HuntletError } from '../lib/diagnostic.ts'
import { wordsOf } from '../lib/words-of.ts'
import { writeError, writeOut } from './terminal.ts'

/** Writes files into a folder, which is made where there is none. Files of the same names there are replaced. */
export async function deliverFiles(
  folder: string,
  files: readonly { readonly name: string; readonly pieces: () => Iterable<string> }[],
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    throw new HuntletError('CANNOT_WRITE', `Cannot make the folder ${folder}: ${wordsOf(error)}`, {
      hint: 'Choose another place with --out.',
      cause: error,
    })
  }
  for (const { name, pieces } of files) await writeFile(join(folder, name), pieces)
  writeError(`${files.length} files written to ${folder}`)
}

/** Writes a result to a file, or to standard output where no file is named. */
export async function deliver(file: string | undefined, pieces: () => Iterable<string>): Promise<void> {
  if (file === undefined) return writeOut(pieces())
  await writeFile(file, pieces)
  writeError(`written to ${file}`)
}

async function writeFile(file: string, pieces: () => Iterable<string>): Promise<void> {
  const stream = createWriteStream(file)
  try {
    await once(stream, 'open')
    for (const piece of pieces()) if (!stream.write(piece)) await once(stream, 'drain')
    stream.end()
    await once(stream, 'finish')
  } catch (error) {
    throw new HuntletError('CANNOT_WRITE', `Cannot write ${file}: ${wordsOf(error)}`, {
      hint: 'Choose another place with --out, or leave it out and redirect standard output.',
      cause: error,
    })
  } finally {
    stream.destroy()
  }
}
