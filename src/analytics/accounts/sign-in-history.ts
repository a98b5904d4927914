import type { Table } from '../../lib/table.ts'

/** Sign-ins of an account that were alike within a minute; where there are very many, within an hour. */
export interface SignIn {
  readonly row: number
  readonly account: string
  /** Milliseconds since 1970. */
  readonly from: number
  readonly until: number
  readonly count: number
  /** False where no password was right: that says nothing of the account's own habits. */
  readonly isOwn: boolean
  readonly isInteractive: boolean
  /** False for records that only tell what was usual before the time range. */
  readonly isInRange: boolean
  readonly address: string
}

/** The columns every step over sign-ins reads; of them only the account and the time must be there. */
const signInColumns = ['Account', 'TimeGenerated', 'Until', 'SignIns', 'Outcome', 'Kind', 'InRange', 'Address'] as const

/** The rows as sign-ins, oldest first. */
export function signInsOf(table: Table): SignIn[] {
  const [account, from, until, count, outcome, kind, inRange, address] = signInColumns.map((name) => table.column(name))
  const signIns = Array.from({ length: table.rowCount }, (_, row): SignIn => {
    const began = Date.parse(String(from![row]))
    const ended = Date.parse(String(until![row]))
    return {
      row,
      account: String(account![row]).toLowerCase(),
      from: began,
      until: Number.isNaN(ended) ? began : Math.max(began, ended),
      count: Number(count![row] ?? 1),
      isOwn: outcome![row] !== 'failed',
      isInteractive: kind![row] !== 'non-interactive',
      isInRange: inRange![row] !== false,
      address: String(address![row] ?? ''),
    }
  })
  return signIns.sort((a, b) => a.from - b.from || a.row - b.row)
}

/** Those of each account, in their order. */
export function byAccount(signIns: readonly SignIn[]): Map<string, SignIn[]> {
  const accounts = new Map<string, SignIn[]>()
  for (const signIn of signIns) {
    const own = accounts.get(signIn.account)
    if (own) own.push(signIn)
    else accounts.set(signIn.account, [signIn])
  }
  return accounts
}

/** Said where sign-ins within more than a minute are one row: what that does to a figure. */
export function togetherNotices(signIns: readonly SignIn[], effect: string): string[] {
  if (!signIns.some(({ from, until }) => until - from > 60_000)) return []
  return [`There are so many sign-ins that those alike within an hour are taken together: ${effect}.`]
}
