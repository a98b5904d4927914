import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { readTimespan } from '../columns/numbers-and-times.ts'
import { noSuchAccount } from './failure-reasons.ts'
import { type LogonRow, listText, logonRows } from './logon-rows.ts'
import { unknownAccount } from './read-logons.ts'

export interface GuessingOptions {
  /** Fewest failures on one account and host within `bruteWindow` that are brute force. Default 5. */
  readonly bruteFailures?: number
  /** Default `10m`. */
  readonly bruteWindow?: string
  /** Fewest accounts that one source fails on within `sprayWindow` that are a spray. Default 5. */
  readonly sprayAccounts?: number
  /** Most failures an account, on average, of a spray; more are brute force of many accounts. Default 5. */
  readonly sprayTries?: number
  /** Default `1d`. */
  readonly sprayWindow?: string
}

const guessingColumns: readonly ColumnType[] = [
  { name: 'Kind', type: 'string' },
  { name: 'Source', type: 'string' },
  { name: 'Accounts', type: 'string' },
  { name: 'Succeeded', type: 'string' },
  { name: 'SucceededAt', type: 'datetime' },
  { name: 'Count', type: 'long' },
  { name: 'AccountCount', type: 'long' },
  { name: 'Most', type: 'long' },
  { name: 'Why', type: 'string' },
  { name: 'First', type: 'datetime' },
  { name: 'Last', type: 'datetime' },
  { name: 'Hosts', type: 'string' },
  { name: 'Technique', type: 'string' },
]

interface Guessing {
  readonly cells: Cell[]
  readonly hasSucceeded: boolean
  readonly count: number
}

const ticksPerDay = 864_000_000_000n

/**
 * Guessing of passwords in a log of logons, by its pattern. *Brute force*: many failures on one account of one host in a short time, and whether a
 * success followed within a day. *Password spray*: one source fails on many accounts, with few tries each; *guessing of names* where most of these do not exist.
 * Those that a success followed come first, then the most failures. Throws `OPTION_INVALID` for a window that is no timespan.
 */
export function logonGuessing(
  table: Table,
  options: GuessingOptions = {},
  progress: Progress = noProgress,
): { readonly table: Table; readonly notices: readonly string[] } {
  const { bruteFailures = 5, bruteWindow = '10m', sprayAccounts = 5, sprayTries = 5, sprayWindow = '1d' } = options
  const short = BigInt(readTimespan(bruteWindow, 'bruteWindow'))
  const long = BigInt(readTimespan(sprayWindow, 'sprayWindow'))
  const { rows, notices } = logonRows(table, progress)
  const known = rows.filter(({ account }) => account !== unknownAccount)
  const found: Guessing[] = []
  for (const own of Map.groupBy(known, ({ key }) => key).values()) {
    const failures = own.filter(({ isSuccess }) => !isSuccess)
    const most = busiest(failures, short)
    if (most.count < bruteFailures) continue
    const last = failures.at(-1)!
    const success = own.find(
      ({ isSuccess, time }) => isSuccess && time >= most.last.time && time <= last.time + ticksPerDay,
    )
    found.push(
      guessing('Brute force', failures, success ? [success] : [], {
        most: most.count,
        technique: 'T1110.001 Password Guessing',
        why: `${most.count} failures on one account within ${bruteWindow}${
          success ? `, then a success from ${success.source}` : ''
        }`,
      }),
    )
  }
  for (const own of Map.groupBy(known, ({ source }) => source.toLowerCase()).values()) {
    const failures = own.filter(({ isSuccess }) => !isSuccess)
    const accounts = new Set(failures.map(({ key }) => key))
    const most = mostAccounts(failures, long)
    if (most.count < sprayAccounts || failures.length / accounts.size > sprayTries) continue
    const firstSuccess = new Map<string, LogonRow>()
    for (const row of own) if (row.isSuccess && !firstSuccess.has(row.key)) firstSuccess.set(row.key, row)
    const from = failures[0]!.time
    const until = failures.at(-1)!.time + long
    // Somebody who logged on from there before the guessing began goes on doing so.
    const succeeded = [...firstSuccess.values()].filter(({ time }) => time >= from && time <= until)
    const unknown = new Set(failures.filter(({ reason }) => reason === noSuchAccount).map(({ key }) => key)).size
    const ofNames = unknown * 2 > accounts.size
    const tries = failures.length / accounts.size
    found.push(
      guessing(ofNames ? 'Guessing of names' : 'Password spray', failures, succeeded, {
        most: most.count,
        technique: ofNames ? 'T1110.003 Password Spraying; T1087 Account Discovery' : 'T1110.003 Password Spraying',
        why: `failed on ${most.count} accounts within ${sprayWindow}, ${tries.toFixed(1)} tries each${
          unknown > 0 ? `; ${unknown} of ${accounts.size} do not exist` : ''
        }`,
      }),
    )
  }
  found.sort((a, b) => Number(b.hasSucceeded) - Number(a.hasSucceeded) || b.count - a.count)
  return {
    table: Table.fromRows(
      guessingColumns,
      found.map(({ cells }) => cells),
    ),
    notices,
  }
}

function guessing(
  kind: string,
  failures: readonly LogonRow[],
  successes: readonly LogonRow[],
  said: { readonly most: number; readonly why: string; readonly technique: string },
): Guessing {
  const names = distinctAccounts(failures)
  return {
    hasSucceeded: successes.length > 0,
    count: failures.length,
    cells: [
      kind,
      listText(failures.map(({ source }) => source)),
      listText(names),
      listText(distinctAccounts(successes)),
      successes[0]?.cell ?? null,
      BigInt(failures.length),
      BigInt(names.length),
      BigInt(said.most),
      said.why,
      failures[0]!.cell,
      failures.at(-1)!.cell,
      listText(failures.map(({ computer }) => computer)),
      said.technique,
    ],
  }
}

function distinctAccounts(rows: readonly LogonRow[]): string[] {
  const names = new Map<string, string>()
  for (const { account } of rows) if (!names.has(account.toLowerCase())) names.set(account.toLowerCase(), account)
  return [...names.values()]
}

/** The most rows within a span of time, and the last of them. Rows are in order of time. */
function busiest(rows: readonly LogonRow[], span: bigint): { readonly count: number; readonly last: LogonRow } {
  let from = 0
  let best = { count: 0, last: rows[0]! }
  rows.forEach((row, at) => {
    while (rows[from]!.time < row.time - span) from++
    if (at - from + 1 > best.count) best = { count: at - from + 1, last: row }
  })
  return best
}

/** The most distinct accounts within a span of time. */
function mostAccounts(rows: readonly LogonRow[], span: bigint): { readonly count: number } {
  const within = new Map<string, number>()
  let from = 0
  let count = 0
  for (const row of rows) {
    within.set(row.key, (within.get(row.key) ?? 0) + 1)
    while (rows[from]!.time < row.time - span) {
      const left = within.get(rows[from]!.key)! - 1
      if (left === 0) within.delete(rows[from]!.key)
      else within.set(rows[from]!.key, left)
      from++
    }
    count = Math.max(count, within.size)
  }
  return { count }
}
