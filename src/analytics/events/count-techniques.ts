import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { attackTechniques } from './attack-techniques.ts'

export const techniqueColumns: readonly ColumnType[] = [
  { name: 'Technique', type: 'string' },
  { name: 'Name', type: 'string' },
  { name: 'Records', type: 'long' },
  { name: 'Evidence', type: 'string' },
  { name: 'First', type: 'datetime' },
]

interface Seen {
  records: number
  readonly evidence: Set<string>
  first: string
}

const mostEvidence = 3

/**
 * The techniques of ATT&CK that rows of several tables name, in `Technique` (`T1098 Account Manipulation; …`) or `Techniques` (a list): how many
 * records, and up to three kinds of evidence, the most records first. A row of a table with a column `Count` stands for so many.
 */
export function countTechniques(tables: readonly Table[]): Table {
  const seen = new Map<string, Seen>()
  for (const table of tables) {
    const [one, many] = ['Technique', 'Techniques'].map((name) => textReader(table, name))
    const [meaning, why, kind] = ['Meaning', 'Why', 'Kind'].map((name) => textReader(table, name))
    const counts = table.indexOf('Count') < 0 ? undefined : table.column('Count')
    const timeColumn = ['TimeGenerated', 'First'].find((name) => table.indexOf(name) >= 0)
    const times = timeColumn === undefined ? undefined : table.column(timeColumn)
    for (let row = 0; row < table.rowCount; row++) {
      for (const id of new Set(`${one!(row)} ${many!(row)}`.match(/\bT\d{4}(?:\.\d{3})?\b/g) ?? [])) {
        const known = seen.get(id)
        const each = known ?? { records: 0, evidence: new Set<string>(), first: '' }
        if (!known) seen.set(id, each)
        each.records += Number(counts?.[row] ?? 1)
        each.evidence.add(meaning!(row) || kind!(row) || reasonFor(id, why!(row)))
        const time = String(times?.[row] ?? '')
        if (time !== '' && (each.first === '' || time < each.first)) each.first = time
      }
    }
  }
  const rows = [...seen].sort(([a, { records: m }], [b, { records: n }]) => n - m || (a < b ? -1 : 1))
  return Table.fromRows(
    techniqueColumns,
    rows.map(([id, { records, evidence, first }]): Cell[] => [
      id,
      attackTechniques[id] ?? '',
      BigInt(records),
      evidenceText([...evidence].filter((each) => each !== '')),
      first === '' ? null : first,
    ]),
  )
}

function evidenceText(all: readonly string[]): string {
  const rest = all.length - mostEvidence
  return all.slice(0, mostEvidence).join('; ') + (rest > 0 ? `; and ${rest} more` : '')
}

/** Of the indicators of a command line, `name: reason (technique)` each, the names of those that belong to the technique. */
function reasonFor(id: string, why: string): string {
  const parts = why.split('; ').filter((part) => part.endsWith(`(${id})`))
  return parts.map((part) => part.split(': ')[0]!).join(', ')
}
