import type { KqlType } from '../lib/kql-type.ts'
import type { View, ViewKind } from './view.ts'

/** A column a view names, and what it must hold. */
export interface ViewColumn {
  readonly key: string
  readonly column: string
  readonly expected?: ColumnKind
}

export type ColumnKind = 'a time' | 'a number' | 'true or false'

const kinds: Readonly<Record<ColumnKind, readonly KqlType[]>> = {
  'a time': ['datetime'],
  'a number': ['int', 'long', 'real', 'decimal', 'timespan'],
  'true or false': ['bool'],
}

/** Keys of views whose column must be of a kind; others take any. */
const expectations: { readonly [Kind in ViewKind]: Readonly<Record<string, ColumnKind>> } = {
  facts: {},
  table: { mark: 'true or false' },
  timeline: { time: 'a time', end: 'a time' },
  scatter: { time: 'a time', score: 'a number' },
  series: { time: 'a time', value: 'a number', baseline: 'a number', anomaly: 'a number' },
  bars: { value: 'a number' },
  matrix: { value: 'a number' },
  tree: {},
  map: { latitude: 'a number', longitude: 'a number' },
  text: {},
}

/** Keys that hold no column. */
const plainKeys: ReadonlySet<string> = new Set(['kind', 'scale', 'text'])

/** The columns a view names, list by list. */
export function viewColumns(view: View): ViewColumn[] {
  return Object.entries(view).flatMap(([key, value]: [string, string | readonly string[] | undefined]) => {
    if (plainKeys.has(key) || value === undefined) return []
    return [value].flat().map((column) => ({ key, column, expected: expectations[view.kind][key] }))
  })
}

export function isOfKind(type: KqlType, kind: ColumnKind): boolean {
  return kinds[kind].includes(type)
}
