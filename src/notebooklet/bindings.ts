import type { Cell, Table } from '../lib/table.ts'
import type { TimeRange } from '../providers/workspace.ts'
import { columnCells } from './column-cells.ts'
import { type Binding, type Bindings, columnReference, constantOf, type OwnTime, referenceOf } from './definition.ts'
import type { RequestTime } from './desk.ts'
import { namedData } from './evaluate.ts'
import type { Evaluated } from './evaluated.ts'
import type { PlainValue } from './request.ts'
import type { RunScope } from './run-scope.ts'
import { attempt, SourceFailure } from './source-failure.ts'
import { resolveTimeRange } from './time-range.ts'

/** What bindings come to in this run; `read` is told of the data that was read for them. */
export async function resolveBindings(
  scope: RunScope,
  bindings: Bindings,
  section: string,
  read?: (data: Evaluated) => void,
): Promise<Record<string, PlainValue>> {
  const resolved = Object.entries(bindings).map(async ([name, binding]) => {
    return [name, await resolveBinding(scope, binding, section, read)] as const
  })
  return Object.fromEntries(await Promise.all(resolved))
}

/** What a binding comes to, as one text: of a column its first value, undefined where it has none. */
export async function resolveText(scope: RunScope, binding: Binding, section: string): Promise<string | undefined> {
  const value = await resolveBinding(scope, binding, section)
  const first = Array.isArray(value) ? value[0] : value
  return first === undefined ? undefined : String(first)
}

/** What one binding comes to. Throws SourceFailure where it has no value or its data failed. */
export async function resolveBinding(
  scope: RunScope,
  binding: Binding,
  section: string,
  read?: (data: Evaluated) => void,
): Promise<PlainValue> {
  const name = referenceOf(binding)
  if (name === undefined) return constantOf(binding)
  const named = columnReference(name)
  if (named) {
    const data = await namedData(scope, named.data, section)
    read?.(data)
    return distinctValues(data.table, named.column)
  }
  const value = scope.values[name]
  if (value === undefined) throw new SourceFailure([`\`$${name}\` has no value.`], [], undefined)
  return value
}

/** The distinct values of a column, in order of rows, without what is null or empty. A list in a dynamic cell gives its items. */
function distinctValues(table: Table, column: string): readonly (string | number | boolean)[] {
  const values = new Set<string | number | boolean>()
  for (const cell of attempt([], () => columnCells(table, column))) {
    for (const item of Array.isArray(cell) ? (cell as readonly Cell[]) : [cell]) {
      if (item === null || item === '') continue
      if (typeof item === 'bigint') values.add(String(item))
      else values.add(typeof item === 'object' ? JSON.stringify(item) : item)
    }
  }
  return [...values]
}

/** The time range around what is bound to a datetime. Throws SourceFailure where it is none. */
export async function ownTimeRange(scope: RunScope, time: OwnTime, section: string): Promise<TimeRange | undefined> {
  const asked = await ownTime(scope, time, section)
  return asked && attempt([], () => resolveTimeRange(asked, scope.request.said.now, scope.definition.timespan))
}

/** The time around what is bound to a datetime; undefined where nothing is, or what is bound is empty. */
export async function ownTime(
  scope: RunScope,
  { around, within }: OwnTime,
  section: string,
): Promise<RequestTime | undefined> {
  const at = around === undefined ? undefined : await resolveText(scope, around, section)
  if (at === undefined || at.trim() === '') return undefined
  const side = within === undefined ? undefined : await resolveText(scope, within, section)
  return { around: at.trim(), ...(side !== undefined && { within: side }) }
}
