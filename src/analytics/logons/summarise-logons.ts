import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { findClusters } from '../clustering/cluster-events.ts'
import { charOrdScore } from '../clustering/text-features.ts'
import { type LogonRow, listText, logonRows } from './logon-rows.ts'
import { userOf } from './read-logons.ts'

interface Summary {
  readonly table: Table
  readonly notices: readonly string[]
}

const matrixColumns: readonly ColumnType[] = [
  { name: 'Account', type: 'string' },
  { name: 'Type', type: 'string' },
  { name: 'Logons', type: 'long' },
  { name: 'Failures', type: 'long' },
  { name: 'Addresses', type: 'long' },
  { name: 'First', type: 'datetime' },
  { name: 'Last', type: 'datetime' },
]

const resultColumns: readonly ColumnType[] = [
  { name: 'Column', type: 'string' },
  { name: 'Count', type: 'long' },
]

/**
 * Logons by account and type. With `byResult` a row for each result of them, with how often (`Count`) and as `Column` the type, and that it
 * failed. Accounts that differ only in case are one. Most failures first.
 */
export function logonMatrix(table: Table, byResult: boolean, progress: Progress = noProgress): Summary {
  const { rows, notices } = logonRows(table, progress)
  const groups = [...Map.groupBy(rows, ({ account, type }) => `${account.toLowerCase()}\n${type}`).values()]
  const counted = groups.map((group) => ({ group, failures: group.filter(({ isSuccess }) => !isSuccess).length }))
  counted.sort((a, b) => b.failures - a.failures || b.group.length - a.group.length)
  const cells = counted.flatMap(({ group, failures }): Cell[][] => {
    const { account, type } = group[0]!
    const successes = group.length - failures
    const shared = [
      account,
      type,
      BigInt(successes),
      BigInt(failures),
      BigInt(new Set(group.map(({ address }) => address).filter((each) => each !== '')).size),
      group[0]!.cell,
      group.at(-1)!.cell,
    ]
    if (!byResult) return [shared]
    return [
      ...(failures > 0 ? [[...shared, `${type}, failed`, BigInt(failures)]] : []),
      ...(successes > 0 ? [[...shared, type, BigInt(successes)]] : []),
    ]
  })
  return { table: Table.fromRows(byResult ? [...matrixColumns, ...resultColumns] : matrixColumns, cells), notices }
}

const failureColumns: readonly ColumnType[] = [
  { name: 'Reason', type: 'string' },
  { name: 'Type', type: 'string' },
  { name: 'Failures', type: 'long' },
  { name: 'AccountCount', type: 'long' },
  { name: 'Accounts', type: 'string' },
  { name: 'Sources', type: 'string' },
  { name: 'First', type: 'datetime' },
  { name: 'Last', type: 'datetime' },
]

/** Failed logons by why and how, most first, with the accounts and sources that had most of them. */
export function logonFailures(table: Table, progress: Progress = noProgress): Summary {
  const { rows, notices } = logonRows(table, progress)
  const failures = rows.filter(({ isSuccess }) => !isSuccess)
  const groups = [...Map.groupBy(failures, ({ reason, type }) => `${reason}\n${type}`).values()]
  groups.sort((a, b) => b.length - a.length)
  return {
    table: Table.fromRows(
      failureColumns,
      groups.map((group): Cell[] => [
        group[0]!.reason || '(not said)',
        group[0]!.type,
        BigInt(group.length),
        BigInt(new Set(group.map(({ key }) => key)).size),
        listText(mostFirst(group.map(({ account }) => account))),
        listText(mostFirst(group.map(({ source }) => source))),
        group[0]!.cell,
        group.at(-1)!.cell,
      ]),
    ),
    notices,
  }
}

const failedThenSucceededColumns: readonly ColumnType[] = [
  { name: 'Account', type: 'string' },
  { name: 'Computer', type: 'string' },
  { name: 'Failures', type: 'long' },
  { name: 'Reasons', type: 'string' },
  { name: 'FailedFrom', type: 'string' },
  { name: 'SucceededFrom', type: 'string' },
  { name: 'SameSource', type: 'bool' },
  { name: 'Type', type: 'string' },
  { name: 'FirstFailure', type: 'datetime' },
  { name: 'LastFailure', type: 'datetime' },
  { name: 'Success', type: 'datetime' },
  { name: 'Times', type: 'long' },
]

/**
 * Accounts that failed and then succeeded on the same host: of each the longest run of failures without a success between, and the success that ended it;
 * `Times` is how often that happened. The longest runs first.
 */
export function failedThenSucceeded(table: Table, progress: Progress = noProgress): Summary {
  const { rows, notices } = logonRows(table, progress)
  const found: { readonly run: readonly LogonRow[]; readonly success: LogonRow; readonly times: number }[] = []
  for (const own of Map.groupBy(rows, ({ key }) => key).values()) {
    let run: LogonRow[] = []
    let longest: { readonly run: readonly LogonRow[]; readonly success: LogonRow } | undefined
    let times = 0
    for (const row of own) {
      if (!row.isSuccess) run.push(row)
      else if (run.length > 0) {
        times++
        if (run.length > (longest?.run.length ?? 0)) longest = { run, success: row }
        run = []
      }
    }
    if (longest) found.push({ ...longest, times })
  }
  found.sort((a, b) => b.run.length - a.run.length)
  return {
    table: Table.fromRows(
      failedThenSucceededColumns,
      found.map(({ run, success, times }): Cell[] => [
        success.account,
        success.computer,
        BigInt(run.length),
        listText(mostFirst(run.map(({ reason }) => reason))),
        listText(mostFirst(run.map(({ source }) => source))),
        success.source,
        run.some(({ source }) => source.toLowerCase() === success.source.toLowerCase()),
        success.type,
        run[0]!.cell,
        run.at(-1)!.cell,
        success.cell,
        BigInt(times),
      ]),
    ),
    notices,
  }
}

const logonClusterColumns: readonly ColumnType[] = [
  { name: 'Account', type: 'string' },
  { name: 'Type', type: 'string' },
  { name: 'ClusterSize', type: 'long' },
  { name: 'Rarity', type: 'real' },
  { name: 'First', type: 'datetime' },
  { name: 'Last', type: 'datetime' },
  { name: 'Addresses', type: 'string' },
  { name: 'Hosts', type: 'string' },
]

/**
 * Logons that succeeded, those alike as one: DBSCAN over a number of the account, the logon type and a number of the user name, as msticpy's Host Explorer
 * does. Rarity is one in so many. Rarest first.
 */
export function logonClusters(table: Table, maxDistance: number, progress: Progress = noProgress): Summary {
  const read = logonRows(table, progress)
  const rows = read.rows.filter(({ isSuccess }) => isSuccess)
  const types = [...new Set(rows.map(({ type }) => type))]
  const features = Table.fromRows(
    ['AccountNum', 'LogonType', 'TargetUserNum'].map((name) => ({ name, type: 'long' as const })),
    rows.map(({ account, type }) => [
      BigInt(charOrdScore(account)),
      // Kinds of logon on Linux have no numbers: those of Windows end at 13.
      BigInt(/^\d+/.exec(type)?.[0] ?? 20 + types.indexOf(type)),
      BigInt(charOrdScore(userOf(account))),
    ]),
  )
  const columns = ['AccountNum', 'LogonType', 'TargetUserNum']
  const { labels, notices } = findClusters(features, { columns, maxDistance }, progress)
  const groups = [...Map.groupBy(rows.keys(), (row) => (labels[row]! < 0 ? `${row} alone` : labels[row]!)).values()]
  groups.sort((a, b) => a.length - b.length || (rows[a[0]!]!.time < rows[b[0]!]!.time ? -1 : 1))
  return {
    table: Table.fromRows(
      logonClusterColumns,
      groups.map((group): Cell[] => {
        const members = group.map((row) => rows[row]!)
        return [
          listText(
            members.map(({ account }) => account),
            3,
          ),
          members[0]!.type,
          BigInt(group.length),
          1 / group.length,
          members[0]!.cell,
          members.at(-1)!.cell,
          listText(mostFirst(members.map(({ address }) => address)), 3),
          listText(mostFirst(members.map(({ computer }) => computer)), 3),
        ]
      }),
    ),
    notices: [...read.notices, ...notices],
  }
}

function mostFirst(values: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value)
}
