import { createReadStream } from 'node:fs'
import { text as readAll } from 'node:stream/consumers'
import { HuntletError } from '../../lib/diagnostic.ts'
import { wordsOf } from '../../lib/words-of.ts'
import { exitCodes } from '../exit-code.ts'
import { writeError, writeOut } from '../terminal.ts'
import { positiveInteger } from './query.ts'

export interface ScoreFlags {
  readonly window: string
  readonly tokens: boolean
  readonly geometricMean?: boolean
  readonly modellable?: string
}

/** `huntlet score FILE`: one line of JSON for each session of the file. */
export async function score(file: string, flags: ScoreFlags): Promise<void> {
  const window = positiveInteger('--window', flags.window)
  const lines = (await readText(file)).split(/\r?\n/)
  const { scoreSessionLines } = await import('../../analytics/sessions/score-session-lines.ts')
  const { sessions, problems } = scoreSessionLines(lines, {
    window,
    tokens: flags.tokens,
    geometricMean: flags.geometricMean === true,
    ...(flags.modellable !== undefined && { modellable: flags.modellable.split(',').map((name) => name.trim()) }),
  })
  for (const { line, message } of problems) writeError(`${file}:${line}: ${message}`)
  if (sessions.length === 0) {
    throw new HuntletError('BAD_INPUT', `${file} holds no session that can be read.`, {
      hint: 'One session a line: ["A","B"], [{"name":"A","params":["p"]}] or [{"name":"A","params":{"p":"v"}}]',
    })
  }
  await writeOut(sessions.map((session) => `${JSON.stringify(session)}\n`))
  if (problems.length > 0) process.exitCode = exitCodes.partial
}

async function readText(file: string): Promise<string> {
  try {
    return await readAll(file === '-' ? process.stdin : createReadStream(file))
  } catch (cause) {
    throw new HuntletError('NO_SUCH_FILE', `Cannot read ${file}: ${wordsOf(cause)}`, { cause })
  }
}
