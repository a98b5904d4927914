import { HuntletError } from '../../lib/diagnostic.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type ColumnData, Table } from '../../lib/table.ts'
import { TextColumn } from '../text-column.ts'
import { baselineNotices } from './baseline-notices.ts'
import { type ComparedPopulation, comparedPopulations, type PopulationOptions } from './compared-populations.ts'
import { encodeSessions } from './encode-sessions.ts'
import { checkWindow } from './rarest-window.ts'
import { defaultWindow, scoreColumns, windowText } from './score-session-table.ts'
import { findEncodedWindows, type SessionWindows } from './score-sessions.ts'
import { type BaselineScores, placeWindows } from './session-baseline.ts'
import { trainEncoded } from './session-model.ts'
import { surpriseReference } from './surprise-reference.ts'

/** A table of scored sessions, and what must be known of it. */
export interface ScoredAgainst {
  readonly table: Table
  readonly notices: readonly string[]
}

/** The column that tells with which peers a session was compared. */
export const peersColumn = 'Peers'

/**
 * Scores the sessions of a table as `scoreSessionTable` does, but each against the sessions that it is compared with: those of a baseline, of its
 * peers, or both; see `comparedPopulations`. The rows come back by rank, with the columns of scores and, where peers are asked for,
 * `Peers`: the group, or `(all)`. `Baseline` is how many sessions it was compared with. Notices tell of sources that the baseline lacks,
 * of small baselines, of commands that it has never seen, and of groups too small. Throws as `scoreSessionTable` does.
 */
export function scoreAgainstTable(
  table: Table,
  baseline: Table | undefined,
  options: PopulationOptions,
  progress: Progress = noProgress,
): ScoredAgainst {
  refuseScoreNames(options)
  checkWindow(options.window ?? defaultWindow)
  const populations = comparedPopulations(table, baseline, options)
  const scores = populations.map((population) => scorePopulation(population, options, progress))
  return {
    table: scoredTable(table, populations, scores, options),
    notices: baselineNotices(
      populations,
      scores.map(({ model }) => model),
      { ...options, hasBaseline: baseline !== undefined },
    ),
  }
}

function scorePopulation(
  population: ComparedPopulation,
  options: PopulationOptions,
  progress: Progress,
): BaselineScores {
  const { mode: kind, window = defaultWindow, tokens = true, modellable } = options
  const { model, encoded } = trainEncoded(population.comparedWith, { kind, ...(modellable && { modellable }) })
  const shape = { window, tokens }
  const own = findEncodedWindows(model, encoded, { ...shape, known: true }, progress)
  const reference = surpriseReference(own.surprise, window)
  // Of the same rows in the same order.
  if (population.isKnown && population.sessions.length === population.comparedWith.length)
    return placeWindows(own, reference)
  const asked = encodeSessions(population.sessions, kind, model.vocabularies, false)
  return placeWindows(findEncodedWindows(model, asked, { ...shape, known: population.isKnown }, progress), reference)
}

/** The rows by score, ties in the order of the input, with what was found about each. */
function scoredTable(
  table: Table,
  populations: readonly ComparedPopulation[],
  scores: readonly BaselineScores[],
  options: PopulationOptions,
): Table {
  const count = table.rowCount
  const { window = defaultWindow, tokens = true } = options
  const populationOf = new Uint32Array(count)
  const indexOf = new Uint32Array(count)
  const score = new Float64Array(count)
  populations.forEach(({ rows }, population) => {
    rows.forEach((row, index) => {
      populationOf[row] = population
      indexOf[row] = index
      score[row] = scores[population]!.score[index]!
    })
  })
  const order = Uint32Array.from(score, (_, row) => row).sort((a, b) => score[b]! - score[a]! || a - b)
  const texts = {
    RarestWindow: new TextColumn(count),
    Part: new TextColumn(count),
    [peersColumn]: new TextColumn(count),
  }
  const numbers = new Map<string, Float64Array>(scoreColumns.map(({ name }) => [name, new Float64Array(count)]))
  const unusual = new Uint8Array(count)
  const defined = new Uint8Array(count)
  order.forEach((row, position) => {
    const { sessions, peers } = populations[populationOf[row]!]!
    const found = scores[populationOf[row]!]!
    const at = indexOf[row]!
    const session = sessions[at]!
    const figures = figuresOf(found, at)
    for (const [name, figure] of Object.entries(figures)) numbers.get(name)![position] = figure
    numbers.get('Rank')![position] = position + 1
    numbers.get('Events')![position] = session.length
    unusual[position] = found.unusual[at]!
    defined[position] = Number.isNaN(figures.Likelihood) ? 0 : 1
    const { WindowStart, WindowLength, PartStart, PartLength } = figures
    texts.RarestWindow.set(position, windowText(session, WindowStart, WindowLength, window, tokens))
    texts.Part.set(position, windowText(session, PartStart, PartLength, PartLength, tokens))
    texts[peersColumn].set(position, peers)
  })
  const dataOf = (name: string): ColumnData => {
    if (name === 'Unusual') return { kind: 'bools', values: unusual }
    if (name === 'RarestWindow' || name === 'Part' || name === peersColumn) return texts[name]!.toColumn()
    return { kind: 'numbers', values: numbers.get(name)!, ...(name === 'Likelihood' && { valid: defined }) }
  }
  const added = [
    ...scoreColumns,
    ...(options.peers === undefined ? [] : [{ name: peersColumn, type: 'string' } as const]),
  ]
  const names = new Set(added.map((column) => column.name as string))
  const kept = table.select(table.columns.map(({ name }) => name).filter((name) => !names.has(name))).pick(order)
  return Table.fromColumns([...kept.columns, ...added], count, [...kept.data, ...added.map(({ name }) => dataOf(name))])
}

function figuresOf(found: SessionWindows & BaselineScores, at: number) {
  const likelihood = found.likelihood[at]!
  const logLikelihood = found.logLikelihood[at]!
  return {
    Score: found.score[at]!,
    Surprise: found.surprise[at]!,
    Likelihood: likelihood,
    LogLikelihood: logLikelihood,
    WindowLikelihood: Number.isNaN(likelihood) ? Math.exp(logLikelihood) : likelihood,
    WindowStart: found.windowStart[at]!,
    WindowLength: found.windowLength[at]!,
    AtLeast: found.atLeast[at]!,
    Baseline: found.reference.count,
    PartStart: found.partStart[at]!,
    PartLength: found.partLength[at]!,
  }
}

function refuseScoreNames({ events, source, peers }: PopulationOptions): void {
  const added = new Set<string>([...scoreColumns.map(({ name }) => name), peersColumn])
  const taken = [events, source].find((name) => name !== undefined && added.has(name))
  const name = taken ?? (peers !== undefined && peers !== peersColumn && added.has(peers) ? peers : undefined)
  if (name === undefined) return
  throw new HuntletError('OPTION_INVALID', `The column \`${name}\` would be replaced by one of the scores.`, {
    hint: `Name it otherwise in the query: \`project-rename Session${name} = ${name}\`.`,
  })
}
