import { textReader } from '../analytics/columns/column-texts.ts'
import { readNumbers } from '../analytics/columns/numbers-and-times.ts'
import type { ColumnType } from '../lib/kql-type.ts'
import type { Cell, Table } from '../lib/table.ts'
import { howSame } from './same-entity.ts'
import type { StepOutput } from './step.ts'

/** How a name of a log was taken for an account. */
const spellings = {
  same: 'as asked',
  domain: 'same domain',
  user: 'user name alone',
  other: 'user name alone, other domain',
} as const

type Spelling = keyof typeof spellings

const takenColumn: ColumnType = { name: 'Taken', type: 'string' }

/**
 * Says beside each row how its name (`As`) was taken for the account: as it was asked, in the same domain (`CONTOSO\alice` and
 * `alice@contoso.com`), by the user name alone where the log knows no domain, or though the domain is another. Notices count the last two,
 * since those may be somebody else. Counts are those of the column `Events`.
 */
export function accountSpellings(table: Table, account: string): StepOutput {
  const nameOf = textReader(table, 'As')
  const names = Array.from({ length: table.rowCount }, (_, row) => nameOf(row))
  const events = readNumbers(table, 'Events', 'how many records have a name')
  const found = names.map((name) => spellingOf(name, account))
  const cells: Cell[] = found.map((spelling) => spellings[spelling])
  const counted = (wanted: Spelling) => {
    const sums = new Map<string, number>()
    found.forEach((spelling, row) => {
      if (spelling === wanted) sums.set(names[row]!, (sums.get(names[row]!) ?? 0) + (events[row]! || 0))
    })
    return [...sums].map(([name, sum]) => `${name} (${sum.toLocaleString('en-US')})`).join(', ')
  }
  const [alone, other] = [counted('user'), counted('other')]
  const notices = [
    ...(other === ''
      ? []
      : [`Taken for it by the user name, though the domain is another, so maybe somebody else: ${other}.`]),
    ...(alone === '' ? [] : [`Taken for it by the user name alone, as these logs know no domain: ${alone}.`]),
  ]
  return { table: table.withColumn(takenColumn, cells), notices }
}

/** The columns that come out. */
export function spelledColumns(columns: readonly ColumnType[]): readonly ColumnType[] {
  return [...columns, takenColumn]
}

function spellingOf(name: string, account: string): Spelling {
  const how = howSame(name, account)
  if (how !== 'user') return 'same'
  const [domain, own] = [domainOf(name), domainOf(account)]
  if (domain === '' || own === '') return 'user'
  return domain === own ? 'domain' : 'other'
}

/** The first label of the domain: NetBIOS knows no more. */
function domainOf(name: string): string {
  const domain = /^([^\\]+)\\/.exec(name)?.[1] ?? /@([^@]+)$/.exec(name)?.[1] ?? ''
  return domain.toLowerCase().split('.')[0]!
}
