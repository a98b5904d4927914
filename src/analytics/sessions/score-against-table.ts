import { noProgress, type Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { baselineNotices } from './baseline-notices.ts'
import { type ComparedPopulation, comparedPopulations, type PopulationOptions } from './compared-populations.ts'
import { distinctEvents } from './distinct-events.ts'
import { encodeSessions } from './encode-sessions.ts'
import { checkWindow } from './rarest-window.ts'
import {
  countedOnce,
  defaultTimes,
  defaultWindow,
  refuseScoreNames,
  type ScoredGroup,
  scoredSessionTable,
} from './score-session-table.ts'
import { findEncodedWindows, type SessionWindows } from './score-sessions.ts'
import { placeWindows } from './session-baseline.ts'
import { trainEncoded } from './session-model.ts'
import { heldSessions } from './session-reader.ts'
import { type SurpriseReference, surpriseReference } from './surprise-reference.ts'

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
    ...scorePopulation(table, population, options, progress),
    rows: population.rows,
    sessions: heldSessions(population.sessions),
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

/** Likelihoods by the sessions as they were logged, surprises by those without what came twice. */
function scorePopulation(
  table: Table,
  population: ComparedPopulation,
  options: PopulationOptions,
  progress: Progress,
): Pick<ScoredGroup, 'scores' | 'distinct'> {
  const { rows, sessions, comparedWith, comparedTable, comparedRows } = population
  const { times = defaultTimes } = options
  const logged = windowsAgainst(population, options, progress)
  const learnt = distinctEvents(comparedTable, times, comparedRows, comparedWith)
  const distinct = distinctEvents(table, times, rows, sessions)
  if (!learnt && !distinct) return { scores: placeWindows(logged.windows, logged.reference) }
  const once = windowsAgainst(
    {
      ...population,
      sessions: distinct?.sessions ?? sessions,
      comparedWith: learnt?.sessions ?? comparedWith,
    },
    options,
    progress,
  )
  return {
    scores: placeWindows(countedOnce(logged.windows, once.windows), once.reference),
    ...(distinct && { distinct: { ...distinct, sessions: heldSessions(distinct.sessions) } }),
  }
}

function windowsAgainst(
  { sessions, comparedWith, isKnown }: ComparedPopulation,
  options: PopulationOptions,
  progress: Progress,
): { readonly windows: SessionWindows; readonly reference: SurpriseReference } {
  const { mode: kind, window = defaultWindow, tokens = true, modellable } = options
  const { model, encoded } = trainEncoded(comparedWith, { kind, modellable })
  const shape = { window, tokens }
  const own = findEncodedWindows(model, encoded, { ...shape, known: true }, progress)
  const reference = surpriseReference(own.surprise, window)
  // Of the same rows in the same order.
  if (isKnown && sessions.length === comparedWith.length) return { windows: own, reference }
  const asked = encodeSessions(sessions, kind, model.vocabularies, false)
  return { windows: findEncodedWindows(model, asked, { ...shape, known: isKnown }, progress), reference }
}
