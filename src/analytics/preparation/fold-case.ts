import { countOf } from '../../lib/count-of.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { columnTexts, mapTexts, rowCounts, withTexts } from '../columns/column-texts.ts'
import { columnsWithValues, nameColumns } from './known-columns.ts'
import { examplesOf, type Prepared } from './prepared.ts'

export interface FoldCaseOptions {
  /** Default: the columns of the table that are known to hold names of accounts and hosts. */
  readonly columns?: readonly string[]
  /**
   * `frequent` (the default): the spelling most rows have, of several the one met first, so that a name can be found in the log as it is
   * shown. `lower`: lower case, the same for every log.
   */
  readonly to?: 'frequent' | 'lower'
}

/** The table with the texts of each column that differ only in case written in one way. Throws `COLUMN_UNKNOWN`. */
export function foldCase(table: Table, options: FoldCaseOptions = {}, progress: Progress = noProgress): Prepared {
  for (const name of options.columns ?? []) columnAt(table, name, 'folded to one spelling')
  const columns = options.columns ?? columnsWithValues(table, nameColumns)
  if (columns.length === 0) return { table, notices: ['Case: no column is known to hold names; none was changed.'] }
  const notices: string[] = []
  const unchanged: string[] = []
  let made = table
  for (const [done, name] of columns.entries()) {
    progress(done, columns.length, 'Folding names')
    const column = columnTexts(made, name)
    const spellings = spellingsOf(column.texts, rowCounts(column))
    const spellingOf = (text: string) =>
      options.to === 'lower' ? text.toLowerCase() : spellings.get(text.toLowerCase())!.text
    let changed = 0
    const folded = mapTexts(column, (text, rows) => {
      const spelling = spellingOf(text)
      if (spelling !== text) changed += rows
      return spelling
    })
    if (changed === 0) {
      unchanged.push(`\`${name}\``)
      continue
    }
    made = withTexts(made, name, folded)
    const varied = [...spellings.values()].filter((spelling) => spelling.count > 1).map(({ text }) => text)
    const to = options.to === 'lower' ? 'lower case' : 'their most frequent spelling'
    const which = varied.length > 0 ? `; ${countOf(varied.length, 'name')} had several (${examplesOf(varied)})` : ''
    notices.push(`Case, \`${name}\`: ${countOf(changed, 'row')} changed to ${to}${which}.`)
  }
  if (unchanged.length > 0) notices.push(`Case: one spelling a name already in ${unchanged.join(', ')}.`)
  return { table: made, notices }
}

/** By lower-case text: its most frequent spelling and how many there are. */
function spellingsOf(
  texts: readonly string[],
  counts: Uint32Array,
): ReadonlyMap<string, { readonly text: string; readonly count: number }> {
  const spellings = new Map<string, { text: string; rows: number; count: number }>()
  texts.forEach((text, at) => {
    const rows = counts[at]!
    if (rows === 0) return
    const known = spellings.get(text.toLowerCase())
    if (!known) spellings.set(text.toLowerCase(), { text, rows, count: 1 })
    else {
      known.count++
      if (rows > known.rows) Object.assign(known, { text, rows })
    }
  })
  return spellings
}
