import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { type FirstSeen, firstSeen } from './first-seen.ts'
import { pastNotices, rounded } from './first-seen-values.ts'
import { type SignIn, signInsOf, togetherNotices } from './sign-in-history.ts'

const shown = ['Application', 'Country', 'City', 'Address', 'Program', 'Device', 'Risk', 'Account'] as const

/** Columns of unusual sign-ins. */
export const unusualSignInColumns: readonly ColumnType[] = [
  { name: 'Score', type: 'real' },
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'New', type: 'string' },
  { name: 'Result', type: 'string' },
  { name: 'FailedBefore', type: 'long' },
  { name: 'Since', type: 'long' },
  ...shown.map((name): ColumnType => ({ name, type: 'string' })),
]

const day = 86_400_000

/**
 * Sign-ins with something the account had never used before, most surprising first. Bits of what goes together count once: of country,
 * city and address the largest, of program and device the larger. `FailedBefore` counts failures from the address in the day before,
 * `Since` what followed with the same new values.
 */
export function unusualSignIns(table: Table, fewest?: number): { table: Table; notices: string[] } {
  const { found, short } = firstSeen(table, fewest)
  const bySignIn = new Map<SignIn, FirstSeen[]>()
  for (const first of found) bySignIn.set(first.signIn, [...(bySignIn.get(first.signIn) ?? []), first])
  const failures = failuresByAddress(table)
  const beside = shown.map((name) => table.column(name))
  const results = table.column('Result')
  const rows = [...bySignIn].map(([signIn, firsts]): Cell[] => [
    rounded(totalBits(firsts)),
    new Date(signIn.from).toISOString(),
    describe(firsts),
    String(results[signIn.row] ?? ''),
    failedBefore(failures.get(keyOf(signIn)) ?? [], signIn),
    Math.max(...firsts.map(({ since }) => since)) - signIn.count,
    ...beside.map((column) => String(column[signIn.row] ?? '')),
  ])
  rows.sort((a, b) => Number(b[0]) - Number(a[0]) || (String(a[1]) < String(b[1]) ? -1 : 1))
  const notices = [
    ...pastNotices(table, short, fewest),
    ...togetherNotices([...failures.values()].flat(), 'failures in the same hour count as before'),
  ]
  return { table: Table.fromRows(unusualSignInColumns, rows), notices }
}

function totalBits(firsts: readonly FirstSeen[]): number {
  const most = (...names: string[]) =>
    Math.max(0, ...firsts.flatMap((first) => (names.includes(first.what) ? [first.bits] : [])))
  return most('Country', 'City', 'Address') + most('Program', 'Device') + most('Application') + most('Hour')
}

/** `country IS, program Firefox on Linux, hour 04`; what a new country says of its city and address is left out. */
function describe(firsts: readonly FirstSeen[]): string {
  const has = (what: string) => firsts.some((first) => first.what === what)
  const told = firsts.filter(
    ({ what }) => !(what === 'City' && has('Country')) && !(what === 'Address' && (has('Country') || has('City'))),
  )
  return told
    .map(
      ({ what, value }) => `${what === 'Hour' ? 'hour' : what.toLowerCase()} ${value}${what === 'Hour' ? ' UTC' : ''}`,
    )
    .join(', ')
}

function failuresByAddress(table: Table): Map<string, SignIn[]> {
  const failures = new Map<string, SignIn[]>()
  for (const signIn of signInsOf(table)) {
    if (signIn.isOwn || signIn.address === '') continue
    const key = keyOf(signIn)
    const same = failures.get(key)
    if (same) same.push(signIn)
    else failures.set(key, [signIn])
  }
  return failures
}

function failedBefore(failures: readonly SignIn[], { from }: SignIn): number {
  const near = failures.filter((failure) => failure.from <= from && failure.from > from - day)
  return near.reduce((sum, { count }) => sum + count, 0)
}

function keyOf({ account, address }: SignIn): string {
  return `${account}\n${address}`
}
