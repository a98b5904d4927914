import pLimit from 'p-limit'
import type { Progress } from '../lib/progress.ts'
import { type Cell, Table } from '../lib/table.ts'
import type { Workspace } from '../providers/workspace.ts'
import type { Catalog } from './catalog.ts'
import { columnCells } from './column-cells.ts'
import type { RequestTime } from './desk.ts'
import { wellKnownEntity } from './entity-columns.ts'
import { entityValue } from './entity-value.ts'
import { pivotQuestion } from './pivot-question.ts'
import { runNotebooklet } from './result.ts'
import type { EntityType, Section } from './result-data.ts'

/** A question asked about every different value of a column. */
export interface ColumnPivot {
  readonly table: Table
  readonly column: string
  /** What the column holds; default what a column of that name is known to hold. */
  readonly type?: EntityType
  /** A query by its id, a notebooklet (its first table), or `notebooklet:section`. */
  readonly run: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly time?: RequestTime
  /** Most different values asked about; default 100. */
  readonly limit?: number
}

export interface ColumnPivotHooks {
  readonly signal?: AbortSignal | undefined
  readonly progress?: Progress
}

/** The table's rows, each with the rows found for its value; without any, with nulls. */
export interface ColumnPivotResult {
  readonly table: Table
  readonly notices: readonly string[]
  readonly status: 'complete' | 'partial'
}

/** What was found for a value, in lower case; `isOpen`: several candidates fit it, and none was taken. */
type Answers = ReadonlyMap<string, { readonly section: Section | undefined; readonly isOpen: boolean }>

/** Values asked about at one time. */
const atOnce = 5

/** Most rows of a joined table. */
const mostRows = 500_000

export const mostValues = 100

/**
 * Asks a query or a notebooklet about every different value of a column, and joins what is found to the table's rows. Throws
 * `COLUMN_UNKNOWN`, `UNKNOWN_NOTEBOOKLET`, `UNKNOWN_SECTION`, `INVALID_PARAMETER`, `CANCELLED`.
 */
export async function pivotOnColumn(
  workspace: Workspace,
  catalog: Catalog,
  pivot: ColumnPivot,
  hooks: ColumnPivotHooks = {},
): Promise<ColumnPivotResult> {
  const { table, column, limit = mostValues } = pivot
  const type = pivot.type ?? wellKnownEntity(column)
  const values = valuesOf(table, column, type)
  const asked = [...new Map(values.flatMap((value) => (value === undefined ? [] : [[value.toLowerCase(), value]])))]
  const { definition, section } = await pivotQuestion(catalog, pivot, type)
  const pick = pLimit(atOnce)
  const stop = new AbortController()
  const signal = hooks.signal ? AbortSignal.any([hooks.signal, stop.signal]) : stop.signal
  let done = 0
  const some = asked.slice(0, limit)
  const ask = async ([key, value]: readonly [string, string]) => {
    const request = { value, parameters: pivot.parameters ?? {}, ...pivot.time }
    const { data } = await runNotebooklet(definition, workspace, catalog, request, { signal })
    hooks.progress?.(++done, some.length, 'values')
    const found = data.sections.find(({ id }) => id === section)
    return [key, { section: found, isOpen: data.status === 'choice' }] as const
  }
  let answers: Answers
  try {
    answers = new Map(await Promise.all(some.map((each) => pick(() => ask(each)))))
  } catch (error) {
    // What is wrong with the question is wrong for every value: the rest need not be asked.
    stop.abort()
    pick.clearQueue()
    throw error
  }
  const joined = join(table, values, answers)
  return {
    ...joined,
    notices: [...limitNotices(asked.length, limit), ...answerNotices(answers), ...joined.notices],
    status: statusOf(asked.length > limit || joined.notices.length > 0, answers),
  }
}

/** The entity in each row; undefined where the cell names none. */
function valuesOf(table: Table, column: string, type: EntityType | undefined): (string | undefined)[] {
  return columnCells(table, column).map((cell) => {
    const text = cell === null || typeof cell === 'object' ? '' : String(cell).trim()
    return text === '' ? undefined : type === undefined ? text : entityValue(type, text)
  })
}

function limitNotices(different: number, limit: number): readonly string[] {
  return different <= limit
    ? []
    : [`The first ${limit} of ${different} different values were asked about; the rows of the others have no result.`]
}

/** What was said of the answers, each once, with how many values it was said of. */
function answerNotices(answers: Answers): readonly string[] {
  const said = new Map<string, number>()
  for (const { section } of answers.values()) {
    if (!section || section.status === 'ok' || section.status === 'empty') continue
    for (const notice of new Set(section.notices)) said.set(notice, (said.get(notice) ?? 0) + 1)
  }
  return Array.from(said, ([notice, count]) => `${count} of ${answers.size} values: ${notice}`)
}

/** A value that nothing matches is answered; one that several match is not. */
function statusOf(isCut: boolean, answers: Answers): 'complete' | 'partial' {
  const isLacking = [...answers.values()].some(
    ({ section, isOpen }) => isOpen || !section || section.status === 'failed' || section.status === 'partial',
  )
  return isCut || isLacking ? 'partial' : 'complete'
}

/** Row by row: the columns of the table, then those found, those of a name that is taken as `Result_Name`. */
function join(
  table: Table,
  values: readonly (string | undefined)[],
  answers: Answers,
): { readonly table: Table; readonly notices: readonly string[] } {
  const found = [...answers.values()].flatMap(({ section }) => section?.table ?? [])
  const names = new Map(table.columns.map(({ name }) => [name, -1]))
  const added = new Map<string, Table['columns'][number]>()
  for (const { columns } of found) {
    for (const { name, type } of columns) {
      if (!added.has(name)) added.set(name, { name: freeName(name, names), type })
    }
  }
  const rows: Cell[][] = []
  const sources = [...added.keys()]
  let isCut = false
  for (let row = 0; row < table.rowCount && !isCut; row++) {
    const value = values[row]
    const result = value === undefined ? undefined : answers.get(value.toLowerCase())?.section?.table
    const own = table.row(row)
    if (!result || result.rowCount === 0) rows.push([...own, ...sources.map(() => null)])
    else {
      for (let at = 0; at < result.rowCount; at++)
        rows.push([...own, ...sources.map((name) => result.value(at, name) ?? null)])
    }
    isCut = rows.length > mostRows
  }
  return {
    table: Table.fromRows([...table.columns, ...added.values()], isCut ? rows.slice(0, mostRows) : rows),
    notices: isCut ? [`The joined table is cut at ${mostRows.toLocaleString('en-US')} rows.`] : [],
  }
}

function freeName(name: string, taken: Map<string, number>): string {
  let free = taken.has(name) ? `Result_${name}` : name
  for (let count = 2; taken.has(free); count++) free = `Result_${name}_${count}`
  taken.set(free, taken.size)
  return free
}
