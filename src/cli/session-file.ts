import { createReadStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import { SessionLineReader, type SessionLines } from '../analytics/sessions/read-session-lines.ts'
import type { SessionModel } from '../analytics/sessions/session-model.ts'
import { HuntletError } from '../lib/diagnostic.ts'
import { safeText } from '../lib/safe-text.ts'
import { wordsOf } from '../lib/words-of.ts'
import { LineCutter } from '../providers/local/load/line-cutter.ts'
import { interruptible } from './interrupt.ts'
import { type progressLine, writeError } from './terminal.ts'

/** A file of another kind is wrong in each of its lines: the first tell as much as all. */
const mostProblems = 50

export interface SessionFile {
  readonly lines: SessionLines
  /** Lines that could not be read; they were told on standard error. */
  readonly problems: number
}

/**
 * Reads a file of sessions, one a line, `-` being standard input, as ids: see `SessionLineReader`. Throws `NO_SUCH_FILE`, `BAD_INPUT` where no
 * line is a session, `CANCELLED`.
 */
export async function readSessionFile(
  file: string,
  line: ReturnType<typeof progressLine>,
  model?: SessionModel,
): Promise<SessionFile> {
  let problems = 0
  const reader = new SessionLineReader(({ line: number, message }) => {
    if (problems++ >= mostProblems) return
    line.clear()
    writeError(`${file}:${number}: ${safeText(message)}`)
  }, model)
  await interruptible((signal) => readLines(file, reader, line, signal))
  if (problems > mostProblems) writeError(`${file}: ${problems - mostProblems} more lines cannot be read`)
  const lines = reader.finish()
  if (lines) return { lines, problems }
  throw new HuntletError('BAD_INPUT', `${file} holds no session that can be read.`, {
    hint: 'One session a line: ["A","B"], [{"name":"A","params":["p"]}] or [{"name":"A","params":{"p":"v"}}]',
  })
}

async function readLines(
  file: string,
  reader: SessionLineReader,
  line: ReturnType<typeof progressLine>,
  signal: AbortSignal,
): Promise<void> {
  const cutter = new LineCutter()
  const name = file === '-' ? 'standard input' : basename(file)
  let done = 0
  try {
    const size = file === '-' ? undefined : statSync(file).size
    const stream = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 })
    // So that a wait for more input ends too.
    signal.addEventListener('abort', () => stream.destroy(), { once: true })
    const decoder = new TextDecoder()
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      signal.throwIfAborted()
      done += chunk.length
      for (const text of cutter.push(decoder.decode(chunk, { stream: true }))) reader.add(text)
      const share = size ? `${Math.floor((100 * done) / size)} %, ` : ''
      line.show(`reading ${name}: ${share}${reader.events.toLocaleString('en')} events`)
    }
    cutter.push(decoder.decode())
    for (const text of cutter.end()) reader.add(text)
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    if (cause instanceof HuntletError) throw cause
    throw new HuntletError('NO_SUCH_FILE', `Cannot read ${file}: ${wordsOf(cause)}`, { cause })
  }
}
