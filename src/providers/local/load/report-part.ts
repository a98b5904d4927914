import { unspeakable } from '../../../kql/unspeakable.ts'
import type { ColumnType } from '../../../lib/kql-type.ts'
import type { Part, PartProfile } from './profile-part.ts'
import { type Session, selectRows } from './session.ts'
import { presentSql, textSql, valueSql } from './value-sql.ts'

/** Counts the values that are no values of their column's type, and tells them with an example. */
export async function reportMisfits(
  session: Session,
  table: string,
  columns: readonly ColumnType[],
  { staged, plan, condition }: Part,
  { times }: PartProfile,
): Promise<void> {
  const fitted = columns.flatMap(({ name, type }) =>
    (plan.columns.find((column) => column.name === name)?.sources ?? []).map((source) => ({ name, type, source })),
  )
  if (fitted.length === 0) return
  const misfit = ({ source, type }: (typeof fitted)[number]) =>
    `${presentSql(source, type)} AND ${valueSql(source, type, times)} IS NULL`
  const counts = fitted.map((each) => `count(*) FILTER (${misfit(each)})`)
  const examples = fitted.map((each) => `left(any_value(${textSql(each.source)}) FILTER (${misfit(each)}), 60)`)
  const where = condition === undefined ? '' : ` WHERE ${condition}`
  const [row] = await selectRows(
    session,
    `SELECT [${counts.join(', ')}] AS counts, [${examples.join(', ')}] AS examples FROM ${staged.relation}${where}`,
  )
  for (const [index, { name, type }] of fitted.entries()) {
    const count = Number((row!.counts as readonly bigint[])[index])
    if (count === 0) continue
    const what = count === 1 ? `one value is no ${type}:` : `${count} values are no ${type}, for example`
    const message = `${table}.${name}: ${what} \`${(row!.examples as readonly string[])[index]}\`; null instead.`
    session.notices.add({
      kind: 'values that do not fit their column',
      severity: 'warning',
      message,
      file: staged.file,
    })
  }
}

/** What was assumed about the part. */
export function reportPart(session: Session, table: string, { staged, plan }: Part, profile: PartProfile): void {
  const { file } = staged
  if (profile.timeSubstitute && profile.rowCount > 0) {
    const message = `${table}: no TimeGenerated here; taken from ${profile.timeSubstitute.name}.`
    session.notices.add({ kind: 'times taken from another column', severity: 'notice', message, file })
  }
  if (profile.times.dayFirst) {
    const message = 'Dates such as 28/4/2021 are read as day/month/year.'
    session.notices.add({ kind: 'dates with the day first', severity: 'notice', message, file })
  } else if (profile.times.ambiguous) {
    const message = 'Dates such as 4/5/2021 are read as month/day/year; no date in the file tells which it is.'
    session.notices.add({ kind: 'dates that could be either way', severity: 'warning', message, file })
  }
  for (const { from, to } of plan.renamed.filter((each) => unspeakable.has(each.from))) {
    const message = `${table}: no query can name the column \`${from}\`, so it is \`${to}\`.`
    session.notices.add({ kind: 'columns no query can name', severity: 'notice', message, file })
  }
  // A change of letters alone needs no word.
  const renamed = plan.renamed.filter(
    ({ from, to }) => from.toLowerCase() !== to.toLowerCase() && !unspeakable.has(from),
  )
  if (renamed.length > 0) {
    const names = [...new Set(renamed.map(({ to }) => to))]
    const shown = `${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`
    const message = `${table}: put together again what the export split by type: ${shown}.`
    session.notices.add({ kind: 'columns put together', severity: 'notice', message, file })
  }
}
