import { HuntletError } from '../../lib/diagnostic.ts'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import type { Session } from './session.ts'
import { groupSessions, type SessionGroup, type SessionTableOptions } from './session-table.ts'

/**
 * Fewer sessions than this are no population of their own. Of 30, the spread (by the median absolute deviation) is known to about a fifth: its
 * relative error is 1 / √(2 · 0.37 · n), as it uses 37 % of what normal data tell. A score of 3.5 is then between 3 and 4.
 */
export const fewestPeers = 30

/** How it is told with whom the sessions of a group are compared that is no population of its own. */
export const allLabel = '(all)'

/** What queries and `sessionize` write where nobody knows: those are not each other's peers. */
const unknownLabel = '(unknown)'

export interface PopulationOptions extends SessionTableOptions {
  /** The column that names the peers of a session: a role, a department, the class of a host. Each group has its own model. */
  readonly peers?: string
  /** Default `fewestPeers`. */
  readonly minimumPeers?: number
}

/** Sessions that are scored, and those that they are compared with. */
export interface ComparedPopulation {
  readonly source: string
  /** The group, or `allLabel`. */
  readonly peers: string
  /** The rows that are scored. */
  readonly rows: readonly number[]
  readonly sessions: readonly Session[]
  readonly comparedWith: readonly Session[]
  /** Where those stand. */
  readonly comparedTable: Table
  readonly comparedRows: readonly number[]
  /** Whether they are among those that they are compared with: there is no baseline, or none of their source. */
  readonly isKnown: boolean
}

/**
 * With which sessions the sessions of a table are compared: those of the baseline, or where there is none, of the table itself; of the same
 * source; and with `peers` of the same group, where that has sessions enough. Sessions of small groups, and those of nobody knows which (an empty
 * cell), are compared with all of their source. A source that the baseline lacks is compared with itself.
 */
export function comparedPopulations(
  table: Table,
  baseline: Table | undefined,
  options: PopulationOptions,
): readonly ComparedPopulation[] {
  const minimum = options.minimumPeers ?? fewestPeers
  if (!(Number.isInteger(minimum) && minimum >= 1)) {
    throw new HuntletError('OPTION_INVALID', `The fewest peers must be a whole number of at least 1, not ${minimum}.`)
  }
  const learnt = new Map((baseline ? groupSessions(baseline, options) : []).map((group) => [group.source, group]))
  return groupSessions(table, options).flatMap((group) => {
    const known = learnt.get(group.source)
    const population = known ?? group
    const comparedTable = known ? baseline! : table
    const peersOf = splitByPeers(comparedTable, population, options.peers)
    const large = new Map([...peersOf].filter(([label, { rows }]) => label !== '' && rows.length >= minimum))
    return [...splitByPeers(table, group, options.peers, large)].map(([label, { rows, sessions }]) => ({
      source: group.source,
      peers: label === '' ? allLabel : label,
      rows,
      sessions,
      comparedWith: (large.get(label) ?? population).sessions,
      comparedTable,
      comparedRows: (large.get(label) ?? population).rows,
      isKnown: known === undefined,
    }))
  })
}

interface Part {
  readonly rows: number[]
  readonly sessions: Session[]
}

/**
 * The sessions of a group by the peers they belong to. Under the empty name are those of nobody knows which, those whose peers are not among
 * `large`, and all where no column tells.
 */
function splitByPeers(
  table: Table,
  group: SessionGroup,
  column: string | undefined,
  large?: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, Part> {
  const at = column === undefined ? -1 : columnAt(table, column, 'the peers of each session')
  const parts = new Map<string, Part>()
  group.rows.forEach((row, index) => {
    const cell = at < 0 ? '' : (table.cell(row, at) ?? '')
    const written = typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
    const known = written === unknownLabel ? '' : written
    const label = large && !large.has(known) ? '' : known
    let part = parts.get(label)
    if (!part) {
      part = { rows: [], sessions: [] }
      parts.set(label, part)
    }
    part.rows.push(row)
    part.sessions.push(group.sessions[index]!)
  })
  return parts
}
