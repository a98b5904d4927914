import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { attackTechniques } from './attack-techniques.ts'
import { evidenceReader } from './technique-evidence.ts'

const techniqueColumns: readonly ColumnType[] = [
  { name: 'Technique', type: 'string' },
  { name: 'Name', type: 'string' },
  { name: 'Records', type: 'long' },
  { name: 'Evidence', type: 'string' },
  { name: 'Accounts', type: 'dynamic' },
  { name: 'First', type: 'datetime' },
]

interface Seen {
  records: number
  readonly evidence: Set<string>
  readonly accounts: Set<string>
  first: string
}

const mostEvidence = 3

/**
 * The techniques of ATT&CK that rows of several tables name, in `Technique` (`T1098 Account Manipulation; …`) or `Techniques` (a list): how many
 * records, up to three kinds of evidence and whose accounts, the most records first. A row of a table with a column `Count` stands for so many.
 */
export function countTechniques(tables: readonly Table[]): Table {
  const seen = new Map<string, Seen>()
  for (const table of tables) {
    const evidence = evidenceReader(table)
    const accountOf = textReader(table, 'Account')
    const counts = table.indexOf('Count') < 0 ? undefined : table.column('Count')
    const timeColumn = ['TimeGenerated', 'First'].find((name) => table.indexOf(name) >= 0)
    const times = timeColumn === undefined ? undefined : table.column(timeColumn)
    for (let row = 0; row < table.rowCount; row++) {
      const { techniques, whatOf } = evidence(row)
      for (const id of techniques) {
        const known = seen.get(id)
        const each = known ?? { records: 0, evidence: new Set<string>(), accounts: new Set<string>(), first: '' }
        if (!known) seen.set(id, each)
        each.records += Number(counts?.[row] ?? 1)
        each.evidence.add(whatOf(id))
        each.accounts.add(accountOf(row))
        const time = String(times?.[row] ?? '')
        if (time !== '' && (each.first === '' || time < each.first)) each.first = time
      }
    }
  }
  const rows = [...seen].sort(([a, { records: m }], [b, { records: n }]) => n - m || (a < b ? -1 : 1))
  return Table.fromRows(
    techniqueColumns,
    rows.map(([id, { records, evidence, accounts, first }]): Cell[] => [
      id,
      attackTechniques[id] ?? '',
      BigInt(records),
      evidenceText([...evidence].filter((each) => each !== '')),
      [...accounts].filter((each) => each !== ''),
      first === '' ? null : first,
    ]),
  )
}

function evidenceText(all: readonly string[]): string {
  const rest = all.length - mostEvidence
  return all.slice(0, mostEvidence).join('; ') + (rest > 0 ? `; and ${rest} more` : '')
}
