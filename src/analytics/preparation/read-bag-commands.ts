import { countOf } from '../../lib/count-of.ts'
import type { Progress } from '../../lib/progress.ts'
import type { Json, Table } from '../../lib/table.ts'
import {
  type ColumnTexts,
  columnTexts,
  combinations,
  combineTexts,
  hasValues,
  mapTexts,
  rowCounts,
  withTexts,
} from '../columns/column-texts.ts'
import { parseJson } from '../sessions/parse-event.ts'
import type { CommandRows } from './command-shape.ts'
import { examplesOf, quoted } from './prepared.ts'
import { parametersJson, readBag } from './read-parameters.ts'
import type { ValueChoice } from './split-command-lines.ts'

/** How a log of operations says what was done. */
export interface BagColumns {
  /** In each row the first of these that says something names the operation. */
  readonly command: readonly string[]
  readonly commandOf?: (text: string) => string
  /** What is written after the name where the outcome was no success. */
  readonly outcome?: { readonly columns: readonly string[]; readonly suffixOf: (text: string) => string }
  /** Which outcomes only say that an operation started, and in what, besides the name, the row that says how it ended is the same. */
  readonly started?: { readonly is: (text: string) => boolean; readonly same: string }
  /** Columns that are read out of others, where the table has none of that name. */
  readonly derived?: readonly {
    readonly column: string
    readonly from: string
    readonly read: (text: string) => string
  }[]
  /** A column with parameters as JSON. */
  readonly bag?: string
  /** Reads it, where it is no plain bag. */
  readonly bagOf?: (text: string) => ReadonlyMap<string, Json> | undefined
  /** Columns of few values that say what kind of thing an operation was done to or how, as parameters of their own. */
  readonly facets?: readonly {
    readonly column: string
    readonly as?: string
    readonly reduce?: (text: string) => string
  }[]
}

/** The commands of a log in which a column names the operation. Rows without a name are left out. */
export function readBagCommands(all: Table, columns: BagColumns, values: ValueChoice, progress: Progress): CommandRows {
  const names = columns.command.filter((name) => hasValues(all, name))
  const { table: named, left } = rowsWith(all, names)
  const table = columns.started === undefined ? named : withoutStarts(named, columns)
  const ended = named.rowCount - table.rowCount
  const name = operationNames(table, columns)
  const outcomes = columns.outcome?.columns.filter((column) => hasValues(table, column)) ?? []
  const commands =
    outcomes.length === 0
      ? name
      : combineTexts(
          [name, firstTexts(table, outcomes)],
          ([command, text]) => command! + columns.outcome!.suffixOf(text!),
        )
  const facets = (columns.facets ?? []).filter(({ column }) => hasValues(table, column))
  const bagColumn = columns.bag !== undefined && hasValues(table, columns.bag) ? columns.bag : undefined
  const unreadable = new Set<string>()
  const bag = bagColumn === undefined ? noBag(table) : columnTexts(table, bagColumn)
  const read = columns.bagOf ?? readBag
  const parameters = combineTexts(
    [bag, ...facets.map(({ column }) => columnTexts(table, column))],
    ([text, ...texts]) => {
      const parsed = read(text!)
      if (parsed === undefined) unreadable.add(text!)
      const made = new Map(parsed ?? [])
      facets.forEach(({ column, as, reduce }, at) => {
        const value = (reduce ?? trim)(texts[at]!)
        if (value !== '' && !made.has(as ?? column)) made.set(as ?? column, value)
      })
      return parametersJson(made, values)
    },
    (done, total) => progress(done, total, 'Reading parameters'),
  )
  const counts = rowCounts(bag)
  const lost = bag.texts.reduce((sum, text, at) => sum + (unreadable.has(text) ? counts[at]! : 0), 0)
  const sources = [...(bagColumn === undefined ? [] : [bagColumn]), ...facets.map(({ column }) => column)]
  const withOutcome = outcomes.length === 0 ? '' : `, with the outcome in ${quoted(outcomes)} where it is no success`
  const from = sources.length === 0 ? 'no column' : quoted(sources)
  const notices = [
    `named by ${quoted(names, ', else ')}${withOutcome}; parameters from ${from}.`,
    ...(left > 0 ? [`${countOf(left, 'row')} without ${quoted(names, ' or ')} left out.`] : []),
    ...(ended > 0
      ? [`${countOf(ended, 'row')} left out that only say that an operation started whose outcome is there, too.`]
      : []),
    ...(lost > 0
      ? [
          `the parameters of ${countOf(lost, 'row')} cannot be read and count as none (${examplesOf([...unreadable], 1)}).`,
        ]
      : []),
  ]
  const derived = (columns.derived ?? []).filter(
    ({ column, from }) => table.indexOf(column) < 0 && table.indexOf(from) >= 0,
  )
  const whole = derived.reduce(
    (made, { column, from, read: text }) => withTexts(made, column, mapTexts(columnTexts(table, from), text)),
    table,
  )
  return { table: whole, commands, parameters, notices }
}

/** In each row the first of the columns that says something. */
function firstTexts(table: Table, columns: readonly string[]): ColumnTexts {
  return combineTexts(
    columns.map((name) => columnTexts(table, name)),
    (texts) => texts.find((text) => text.trim() !== '') ?? '',
  )
}

function operationNames(table: Table, columns: BagColumns): ColumnTexts {
  return mapTexts(firstTexts(table, columns.command), columns.commandOf ?? trim)
}

function withoutStarts(table: Table, columns: BagColumns): Table {
  const { is, same } = columns.started!
  if (!hasValues(table, same)) return table
  const operations = combinations([columnTexts(table, same), operationNames(table, columns)])
  const { texts, index } = firstTexts(table, columns.outcome!.columns)
  const isStart = texts.map(is)
  const ended = new Set<number>()
  for (let row = 0; row < table.rowCount; row++) if (!isStart[index[row]!]) ended.add(operations[row]!)
  return table.pick(
    Uint32Array.from(index.keys()).filter((row) => !isStart[index[row]!] || !ended.has(operations[row]!)),
  )
}

/** The rows in which one of the columns says something. */
export function rowsWith(table: Table, columns: readonly string[]): { readonly table: Table; readonly left: number } {
  const all = columns.map((name) => columnTexts(table, name))
  const isEmpty = all.map(({ texts }) => texts.map((text) => text.trim() === ''))
  const rows = Uint32Array.from({ length: table.rowCount }, (_, row) => row).filter((row) =>
    all.some(({ index }, at) => !isEmpty[at]![index[row]!]),
  )
  return { table: rows.length === table.rowCount ? table : table.pick(rows), left: table.rowCount - rows.length }
}

/** The names of the properties that a directory change is about, and the kinds of its targets. */
export function directoryChange(text: string): ReadonlyMap<string, Json> | undefined {
  if (text.trim() === '') return new Map()
  const parsed = parseJson(text)
  if (parsed === undefined || parsed === null || typeof parsed !== 'object') return undefined
  const bag = new Map<string, Json>()
  for (const target of [parsed].flat() as readonly Json[]) {
    if (target === null || typeof target !== 'object' || Array.isArray(target)) continue
    const { type, modifiedProperties } = target as { readonly [key: string]: Json }
    if (typeof type === 'string' && type !== '') bag.set(`on ${type}`, null)
    for (const property of Array.isArray(modifiedProperties) ? modifiedProperties : []) {
      const name = property?.displayName
      // It only repeats the names of the others.
      if (typeof name === 'string' && name !== 'Included Updated Properties') bag.set(name, property.newValue ?? null)
    }
  }
  return bag
}

/** Who a directory change is by, as `InitiatedBy` says it: a user's principal name or an application's name, and the address. */
export function initiator(text: string): { readonly name: string; readonly address: string } {
  const parsed = parseJson(text)
  const by = parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed) ? (parsed as Bag) : {}
  const [user, app] = [by.user, by.app].map((each) => (each !== null && typeof each === 'object' ? (each as Bag) : {}))
  const first = [user!.userPrincipalName, app!.displayName, user!.id, app!.servicePrincipalId]
  const name = first.find((each) => typeof each === 'string' && each !== '')
  return {
    name: typeof name === 'string' ? name : '',
    address: typeof user!.ipAddress === 'string' ? user!.ipAddress : '',
  }
}

type Bag = { readonly [key: string]: Json }

function noBag(table: Table): ColumnTexts {
  return { texts: [''], index: new Uint32Array(table.rowCount) }
}

function trim(text: string): string {
  return text.trim()
}
