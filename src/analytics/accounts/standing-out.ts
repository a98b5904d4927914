import { firstFew } from '../../lib/first-few.ts'
import { parseDatetime } from '../../lib/kql-time.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'

/** Columns of what stands out, the gravest first. */
export const standingOutColumns: readonly ColumnType[] = [
  { name: 'Level', type: 'string' },
  { name: 'What', type: 'string' },
  { name: 'Technique', type: 'string' },
  { name: 'Count', type: 'long' },
  { name: 'Address', type: 'string' },
  { name: 'By', type: 'string' },
  { name: 'First', type: 'datetime' },
  { name: 'Last', type: 'datetime' },
]

/** What an account did and what happened to it, as the steps and queries of its summary have it. */
export interface AccountFindings {
  /** Operations as `mark-operations` leaves them. */
  readonly operations: Table
  /** As `unusual-sign-ins` leaves them. */
  readonly signIns: Table
  /** As `impossible-travel` leaves them. */
  readonly journeys: Table
  readonly alerts: Table
}

type Row = Readonly<Record<string, Cell>>

interface Finding {
  readonly level: 'high' | 'medium'
  readonly what: string
  readonly technique: string
  readonly count: number
  readonly addresses: readonly string[]
  readonly by: readonly string[]
  readonly times: readonly string[]
}

/** Bits from which a sign-in is told: seven are a surprise of one in 128, ten of one in a thousand. */
const surprise = { medium: 7, high: 10 }
/** Actors who do an operation that few do. */
const few = 2
/** Most operations, sign-ins and addresses that one line names. */
const mostNamed = 6
const cloudAccounts = 'T1078.004 Cloud Accounts'

/**
 * What is first to be read of an account, in a few lines: operations by technique (high where one of them hardly anybody does in good faith;
 * medium where few of all actors do them), sign-ins far from its own past, journeys nobody makes, and alerts of high and medium severity by name.
 * Sorted by level, then by time. Nothing in it is a verdict.
 */
export function standingOut(findings: AccountFindings): Table {
  const all = [
    ...operationFindings([...findings.operations.objects()]),
    ...signInFindings([...findings.signIns.objects()]),
    ...journeyFindings([...findings.journeys.objects()]),
    ...alertFindings([...findings.alerts.objects()]),
  ]
  const rows = all
    .map((finding) => ({
      ...finding,
      times: finding.times.filter((time) => parseDatetime(time) !== undefined).toSorted(),
    }))
    .sort((a, b) => a.level.localeCompare(b.level) || (a.times[0] ?? '').localeCompare(b.times[0] ?? ''))
  return Table.fromRows(
    standingOutColumns,
    rows.map(({ level, what, technique, count, addresses, by, times }) => [
      level,
      what,
      technique,
      count,
      named(addresses),
      named(by),
      times[0] ?? null,
      times.at(-1) ?? null,
    ]),
  )
}

function operationFindings(operations: readonly Row[]): Finding[] {
  const marked = operations.filter(({ Weight }) => Number(Weight) >= 2)
  return [...Map.groupBy(marked, ({ Technique }) => text(Technique))].flatMap(([technique, rows]): Finding[] => {
    const isHeavy = ({ Weight }: Row) => Number(Weight) >= 3
    const isGrave = rows.some(isHeavy)
    // What administrators do every day would blur whence and when the rest came.
    const told = rows.filter((row) => isHeavy(row) || Number(row.Everybody) <= few)
    if (told.length === 0) return []
    const heaviest = told.toSorted((a, b) => Number(b.Weight) - Number(a.Weight))
    return [
      {
        level: isGrave ? 'high' : 'medium',
        what: named(heaviest.map(operationText)),
        technique,
        count: told.reduce((sum, { Count }) => sum + wholeNumber(Count), 0),
        addresses: told.flatMap(({ From }) => list(From)),
        by: told.flatMap(({ By }) => list(By)),
        times: told.flatMap(({ First, Last }) => [text(First), text(Last)]),
      },
    ]
  })
}

function signInFindings(signIns: readonly Row[]): Finding[] {
  return signIns.flatMap((row): Finding[] => {
    if (Number(row.Score) < surprise.medium) return []
    return [
      {
        level: Number(row.Score) >= surprise.high ? 'high' : 'medium',
        what: `Sign-in (${text(row.Result)}) with what it never used: ${text(row.New)}`,
        technique: cloudAccounts,
        count: 1 + wholeNumber(row.Since),
        addresses: list(row.Address),
        by: list(row.Account),
        times: [text(row.TimeGenerated)],
      },
    ]
  })
}

function journeyFindings(journeys: readonly Row[]): Finding[] {
  return journeys.map((row) => ({
    level: 'medium',
    what: `Signed in at ${text(row.From)}, then at ${text(row.To)}: ${Number(row.Speed).toLocaleString('en-US')} km/h`,
    technique: cloudAccounts,
    count: wholeNumber(row.Times),
    addresses: [text(row.FromAddress), text(row.ToAddress)],
    by: list(row.Account),
    times: [text(row.Left), text(row.Arrived)],
  }))
}

function alertFindings(alerts: readonly Row[]): Finding[] {
  const grave = alerts.filter(({ AlertSeverity }) => /^(high|critical|medium)$/i.test(text(AlertSeverity)))
  const groups = Map.groupBy(grave, ({ AlertName, AlertSeverity }) => JSON.stringify([AlertName, AlertSeverity]))
  return [...groups.values()].map((rows) => {
    const isAsked = rows.some(({ Named }) => Named === 'as asked')
    return {
      level: /^medium$/i.test(text(rows[0]!.AlertSeverity)) ? 'medium' : 'high',
      what: `Alert: ${text(rows[0]!.AlertName)}${isAsked ? '' : ' (names the user name alone)'}`,
      technique: '',
      count: rows.length,
      addresses: [],
      by: [],
      times: rows.map(({ TimeGenerated }) => text(TimeGenerated)),
    }
  })
}

/** What was done and how, without what all operations of Azure begin with, and whether all of it failed. */
function operationText({ Operation, How, Count, Failed }: Row): string {
  const done = [text(Operation).replace(/^microsoft\./i, ''), text(How)].join(' ').trim()
  return Number(Failed) > 0 && Number(Failed) >= Number(Count) ? `${done} (failed)` : done
}

/** 0 where a cell has none. */
function wholeNumber(cell: Cell | undefined): number {
  const number = Math.trunc(Number(cell ?? 0))
  return Number.isFinite(number) ? number : 0
}

function text(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? '' : String(cell)
}

/** Queries give several addresses and actors as `a, b`. */
function list(cell: Cell | undefined): readonly string[] {
  return text(cell)
    .split(', ')
    .filter((item) => item !== '')
}

function named(items: readonly string[]): string {
  return firstFew([...new Set(items)], mostNamed)
}
