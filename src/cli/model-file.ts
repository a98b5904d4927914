import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { loadBaseline, saveBaseline } from '../analytics/sessions/saved-baseline.ts'
import type { SessionBaseline } from '../analytics/sessions/session-baseline.ts'
import { HuntletError } from '../lib/diagnostic.ts'
import { wordsOf } from '../lib/words-of.ts'
import { writeError } from './terminal.ts'

/** Reads a saved model. Throws `NO_SUCH_FILE`, `MODEL_INVALID`, `MODEL_VERSION`. */
export function readModel(file: string): SessionBaseline {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new HuntletError('NO_SUCH_FILE', `Cannot read ${file}: ${wordsOf(cause)}`, {
      hint: 'A model is written by `huntlet score FILE --save-model MODEL`.',
      cause,
    })
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new HuntletError('MODEL_INVALID', `${file} is no session model: it is not JSON.`, {
      hint: 'A model is written by `huntlet score FILE --save-model MODEL`.',
      cause,
    })
  }
  return loadBaseline(json)
}

/** Writes a model, whole or not at all, so that whoever reads it meanwhile reads the one before. Throws `CANNOT_WRITE`. */
export function writeModel(file: string, baseline: SessionBaseline): void {
  const beside = `${file}.${process.pid}.part`
  try {
    writeFileSync(beside, `${JSON.stringify(saveBaseline(baseline))}\n`)
    renameSync(beside, file)
  } catch (cause) {
    rmSync(beside, { force: true })
    throw new HuntletError('CANNOT_WRITE', `Cannot write ${file}: ${wordsOf(cause)}`, { cause })
  }
  writeError(`model of ${baseline.model.sessionCount} sessions written to ${file}`)
}
