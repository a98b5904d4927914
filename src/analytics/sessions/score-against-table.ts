import { noProgress, type Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { baselineNotices } from './baseline-notices.ts'
import { type ComparedPopulation, comparedPopulations, type PopulationOptions } from './compared-populations.ts'
import { encodeSessions } from './encode-sessions.ts'
import { checkWindow } from './rarest-window.ts'
import { defaultWindow, refuseScoreNames, scoredSessionTable } from './score-session-table.ts'
import { findEncodedWindows } from './score-sessions.ts'
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
 * Scores the sessions of a table as `scoreSessionTable` does, but each against the sessions that it is compared with: those of a
 * baseline, of its peers, or both; see `comparedPopulations`. The rows come back by rank, where peers are asked for with `Peers`: the
 * group, or `(all)`. `Baseline` is how many sessions it was compared with. Notices tell of sources that the baseline lacks, of small
 * baselines, of commands that it has never seen, and of groups too small. Throws as `scoreSessionTable` does.
 */
export function scoreAgainstTable(
  table: Table,
  baseline: Table | undefined,
  options: PopulationOptions,
  progress: Progress = noProgress,
): ScoredAgainst {
  const { window = defaultWindow, tokens = true } = options
  refuseScoreNames([options.events, options.source, options.peers])
  checkWindow(window)
  const populations = comparedPopulations(table, baseline, options)
  const groups = populations.map((population) => ({
    ...population,
    scores: scorePopulation(population, options, progress),
  }))
  const models = groups.map(({ scores }) => scores.model)
  const named = options.peers === undefined ? table : withPeers(table, populations)
  return {
    table: scoredSessionTable(named, groups, { window, tokens }),
    notices: baselineNotices(populations, models, { ...options, hasBaseline: baseline !== undefined }),
  }
}

/** The table with the peers that each of its sessions was compared with. */
function withPeers(table: Table, populations: readonly ComparedPopulation[]): Table {
  const labels = new Array<string>(table.rowCount)
  for (const { rows, peers } of populations) for (const row of rows) labels[row] = peers
  return table.withColumn({ name: peersColumn, type: 'string' }, labels)
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
