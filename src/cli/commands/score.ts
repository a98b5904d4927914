import type { SessionLines } from '../../analytics/sessions/read-session-lines.ts'
import { type LineOptions, type LineScores, scoreLines } from '../../analytics/sessions/score-session-lines.ts'
import { addToBaseline, referenceFor, type SessionBaseline } from '../../analytics/sessions/session-baseline.ts'
import { HuntletError } from '../../lib/diagnostic.ts'
import { exitCodes } from '../exit-code.ts'
import { readModel, writeModel } from '../model-file.ts'
import { scoredTable } from '../scored-table.ts'
import { readSessionFile } from '../session-file.ts'
import { outputWidth, progressLine, writeOut } from '../terminal.ts'
import { positiveInteger } from './query.ts'

export interface ScoreFlags {
  readonly window?: string
  readonly tokens: boolean
  readonly geometricMean?: boolean
  readonly modellable?: string
  /** At most one of these three: what the sessions are set against. */
  readonly baseline?: string
  readonly model?: string
  readonly update?: string
  readonly saveModel?: string
  readonly rows: string
  readonly format: 'jsonl' | 'text' | 'csv'
}

/** `huntlet score FILE`: a score for each session of the file, set against one another, another file or a saved model. */
export async function score(file: string, flags: ScoreFlags): Promise<void> {
  const saved = flags.model ?? flags.update
  const known = saved === undefined ? undefined : readModel(saved)
  if (known && known.tokens !== flags.tokens) throw otherTokens(saved!, known.tokens)
  const window =
    flags.window === undefined ? (known?.references[0]?.window ?? 3) : positiveInteger('--window', flags.window)
  // Before a large file is read.
  if (known) referenceFor(known, window)
  const options = { ...lineOptions(flags), window }
  const line = progressLine()
  try {
    const before = flags.baseline === undefined ? undefined : await readSessionFile(flags.baseline, line)
    const baseline = before ? baselineOf(scoreLines(before.lines, options), flags.tokens) : known
    const read = await readSessionFile(file, line, baseline?.model)
    line.show(`scoring ${read.lines.lineOf.length.toLocaleString('en')} sessions`)
    const scored = scoreLines(read.lines, { ...options, ...(baseline && { baseline }) })
    line.clear()
    keep(flags, baseline ?? baselineOf(scored, flags.tokens), read.lines)
    await print(scored, flags, window, baseline)
    if (read.problems + (before?.problems ?? 0) > 0) process.exitCode = exitCodes.partial
  } finally {
    line.clear()
  }
}

function lineOptions({ tokens, geometricMean, modellable }: ScoreFlags): Omit<LineOptions, 'window'> {
  return {
    tokens,
    geometricMean: geometricMean === true,
    ...(modellable !== undefined && { modellable: modellable.split(',').map((name) => name.trim()) }),
  }
}

/** What sessions were set against when they were scored among themselves. */
function baselineOf({ scores }: LineScores, tokens: boolean): SessionBaseline {
  return { model: scores.model, tokens, references: [scores.reference] }
}

/** Writes the model that was asked for, before anything is printed: a reader that has seen enough may end the process. */
function keep({ update, saveModel }: ScoreFlags, baseline: SessionBaseline, lines: SessionLines): void {
  const target = saveModel ?? update
  if (target === undefined) return
  writeModel(target, update === undefined ? baseline : addToBaseline(baseline, lines.encoded, lines.vocabularies))
}

async function print(
  scored: LineScores,
  flags: ScoreFlags,
  window: number,
  baseline: SessionBaseline | undefined,
): Promise<void> {
  const { scores, line } = scored
  if (flags.format === 'jsonl') {
    return writeOut(scores.rank.keys().map((session) => `${JSON.stringify(line(session))}\n`))
  }
  const { tableCsv } = await import('../../report/table-csv.ts')
  const { textTable } = await import('../../report/text-table.ts')
  const shape = { window, tokens: flags.tokens }
  if (flags.format === 'csv') return writeOut(tableCsv(scoredTable(scored, { ...shape, most: scores.rank.length }), {}))
  const most = flags.rows === 'all' ? scores.rank.length : positiveInteger('--rows', flags.rows)
  const table = scoredTable(scored, { ...shape, most })
  const columns = table.columns.map(({ name }) => name).filter((name) => name !== 'RarestWindow')
  const lines = textTable(table.select(columns), { width: outputWidth() })
  const more = scores.rank.length > most ? ', --rows all shows every one' : ''
  const against = baseline ? `, set against a baseline of ${counted(scores.reference.count, 'session')}` : ''
  const unusual = scores.unusual.reduce((sum, each) => sum + each, 0)
  const last = `${counted(scores.rank.length, 'session')}, ${unusual} of them unusual${against}${more}`
  return writeOut([...lines, last].map((text) => `${text}\n`))
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`
}

function otherTokens(file: string, tokens: boolean): HuntletError {
  return new HuntletError(
    'BAD_OPTION',
    `${file} was made ${tokens ? 'with' : 'without'} the start and end of sessions.`,
    {
      hint: tokens ? 'Leave out --no-tokens.' : 'Say --no-tokens.',
    },
  )
}
