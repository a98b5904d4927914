import { z } from 'zod'
import { cellText, groupKeys } from '../analytics/columns/column-texts.ts'
import { knownColumn } from '../analytics/columns/known-column.ts'
import { rowOrderBy } from '../lib/row-order.ts'
import { type Cell, Table } from '../lib/table.ts'
import { columnCells } from './column-cells.ts'
import { wellKnownEntity } from './entity-columns.ts'
import { nearestValues } from './nearest-values.ts'
import { howSame, type Sameness, samenessTexts } from './same-entity.ts'
import { defineStep, type StepDefinition, type StepOutput } from './step.ts'
import { identifierColumns, tableIdentities } from './table-identities.ts'

const columnName = z.string().min(1, 'a column')
const scalar = z.union([z.string(), z.number(), z.boolean()])

/** Steps over any table: what a section leaves out or puts in another order. */
export const tableSteps: Readonly<Record<string, StepDefinition>> = {
  take: defineStep({
    text: 'The first rows.',
    inputs: ['any table'],
    options: z.strictObject({ rows: z.int().min(1).describe('how many') }),
    isQuick: () => true,
    run: ([table], { rows }) => ({
      table: table!.rowCount > rows ? table!.pick(Array.from({ length: rows }, (_, row) => row)) : table!,
      notices: table!.rowCount > rows ? [`The first ${rows} of ${table!.rowCount} rows.`] : [],
    }),
  }),
  sort: defineStep({
    text: 'Rows by a column, null last.',
    inputs: ['any table'],
    options: z.strictObject({
      by: columnName.describe('column to sort by'),
      descending: z.boolean().default(false).describe('largest or latest first'),
    }),
    run: ([table], { by, descending }) => {
      const at = knownColumn(table!, by)
      const { compare, isMissing } = rowOrderBy(table!.columns[at]!.type, table!.data[at]!)
      const sign = descending ? -1 : 1
      const rows = Array.from({ length: table!.rowCount }, (_, row) => row)
      return table!.pick(
        rows.sort((a, b) => Number(isMissing(a)) - Number(isMissing(b)) || (isMissing(a) ? 0 : sign * compare(a, b))),
      )
    },
  }),
  where: defineStep({
    text: 'Rows whose column equals a value (texts whatever their case), or one of several.',
    inputs: ['any table'],
    options: z.strictObject({
      column: columnName.describe('column to look at'),
      equals: z.union([scalar, z.array(scalar)]).describe('the value, or several of which any will do'),
    }),
    run: ([table], { column, equals }) => {
      const wanted = new Set([equals].flat().map((value) => String(value).toLowerCase()))
      const cells = columnCells(table!, column)
      return table!.pick(cells.flatMap((cell, row) => (wanted.has(cellText(cell).toLowerCase()) ? [row] : [])))
    },
  }),
  'rows-of': defineStep({
    text: 'Rows that name one account, host or address, however it is written; all of them where none is named.',
    inputs: ['any table'],
    options: z.strictObject({
      value: z.string().describe('account, host or address; empty: all rows'),
      columns: z.array(columnName).optional().describe('columns it is looked for in; default those known to hold such'),
    }),
    isQuick: ({ value }) => namesNobody(value),
    run: ([table], { value, columns }) => {
      for (const column of columns ?? []) columnCells(table!, column)
      return rowsOf(table!, value, columns)
    },
  }),
  select: defineStep({
    text: 'Some columns, in that order.',
    inputs: ['any table'],
    options: z.strictObject({ columns: z.array(columnName).min(1).describe('their names') }),
    isQuick: () => true,
    run: ([table], { columns }) => {
      for (const column of columns) columnCells(table!, column)
      return table!.select(columns)
    },
  }),
  'count-by': defineStep({
    text: 'How many rows each value of a column (or of several) has, most first.',
    inputs: ['any table'],
    options: z.strictObject({ by: z.union([columnName, z.array(columnName).min(1)]).describe('column, or several') }),
    run: ([table], { by }) => countBy(table!, [by].flat()),
  }),
}

/** Most other spellings that a notice names. */
const spellingsNamed = 5

/** Whether `rowsOf` gives all rows for the value. */
export function namesNobody(value: string): boolean {
  return value.trim() === ''
}

/**
 * The rows in which a column names an entity: one of those given, or any that is known to hold entities. The notice names the
 * spellings that were taken for it.
 */
export function rowsOf(table: Table, value: string, columns: readonly string[] | undefined): StepOutput {
  if (namesNobody(value)) return { table, notices: [] }
  const isEntity = (name: string) => wellKnownEntity(name) !== undefined || identifierColumns.has(name)
  const names = columns ?? table.columns.map(({ name }) => name).filter(isEntity)
  const cells = names.map((name) => table.column(name))
  const identities = tableIdentities(table)
  const known = new Map<string, Sameness | undefined>()
  const isNamed = (cell: Cell): boolean => {
    const text = String(cell ?? '')
    if (!known.has(text)) known.set(text, howSame(text, value, identities))
    return known.get(text) !== undefined
  }
  const rows = Array.from({ length: table.rowCount }, (_, row) => row).filter((row) =>
    cells.some((column) => isNamed(column[row]!)),
  )
  const spellings = spellingsText([...known])
  const near = rows.length === 0 ? nearestText(value, known.keys()) : ''
  return { table: table.pick(rows), notices: [`${rows.length} of ${table.rowCount} rows.${spellings}${near}`] }
}

/** What there is that is written nearly so, so that a slip of the hand does not pass for an answer. */
function nearestText(value: string, known: Iterable<string>): string {
  const near = nearestValues(value, known)
  return near.length > 0 ? ` No “${value.trim()}” among them. Did you mean ${near.join(', or ')}?` : ''
}

/** `Taken for it: CONTOSO\alice, alice (user name alone).` Nothing of what differs in case only. */
function spellingsText(found: readonly (readonly [string, Sameness | undefined])[]): string {
  const others = found.flatMap(([text, how]) =>
    how === undefined || how === 'same' || how === 'case' ? [] : [{ text: text.trim(), how }],
  )
  if (others.length === 0) return ''
  const named = others.slice(0, spellingsNamed)
  const parts = (Object.keys(samenessTexts) as (keyof typeof samenessTexts)[]).flatMap((how) => {
    const texts = named.filter((each) => each.how === how).map(({ text }) => text)
    return texts.length === 0 ? [] : [`${texts.join(', ')} (${samenessTexts[how]})`]
  })
  const more = others.length > named.length ? `, and ${others.length - named.length} more` : ''
  return ` Taken for it: ${parts.join('; ')}${more}.`
}

function countBy(table: Table, by: readonly string[]): Table {
  const keys = by.map((name) => groupKeys(table, knownColumn(table, name)))
  const groups = new Map<string, { row: number; count: number }>()
  for (let row = 0; row < table.rowCount; row++) {
    const key = JSON.stringify(keys.map((keyOf) => keyOf(row)))
    const group = groups.get(key)
    if (group) group.count++
    else groups.set(key, { row, count: 1 })
  }
  const ordered = [...groups.values()].sort((a, b) => b.count - a.count || a.row - b.row)
  const values = table.select(by).pick(ordered.map(({ row }) => row))
  const counts = BigInt64Array.from(ordered, ({ count }) => BigInt(count))
  return Table.fromColumns([...values.columns, { name: 'Count', type: 'long' }], ordered.length, [
    ...values.data,
    { kind: 'bigints', values: counts },
  ])
}
