import type { ColumnType, KqlType } from '../lib/kql-type.ts'
import type { Cell } from '../lib/table.ts'
import { placeOf } from './evaluated-columns.ts'
import { refuse, type Scope } from './scope.ts'
import type { Node } from './syntax.ts'
import type { BoundQuery, Tabular } from './tree.ts'

/** Columns that depend on the data: a query to ask before this one can be bound, and what its rows say. */
export interface Discovery {
  readonly place: string
  readonly query: BoundQuery
  /** The columns that the rows of `query` tell. */
  columnsOf(rows: readonly (readonly Cell[])[]): ColumnType[]
}

/** A question as the translation meets it: about the table a plug-in reads. */
export interface Question {
  readonly place: string
  readonly table: Tabular
  columnsOf(rows: readonly (readonly Cell[])[]): ColumnType[]
}

/** How the columns of a plug-in are written out. */
const schemas: Readonly<Record<string, string>> = {
  bag_unpack: '*, Name:string, Age:long',
  pivot: 'Group:string, Value:long',
}

/** More columns than this are no table any more. */
const mostColumns = 1000

/** What was found for a plug-in; where nothing was yet, its question is noted. */
export function discovered(
  node: Node<'EvaluateOperator'>,
  scope: Scope,
  question: () => Omit<Question, 'place'>,
): readonly ColumnType[] {
  const { translation } = scope
  const place = placeOf(node)
  const name = node.FunctionCall.Name.SimpleName
  const found = translation.discovered?.get(place)
  if (!translation.discovered) {
    return refuse('KQL102', scope.spanOf(node.FunctionCall), {
      what: `\`${name}\` without its columns`,
      hint: `Write them: \`evaluate ${name}(…) : (${schemas[name]})\`.`,
    })
  }
  if (translation.asked.has(place)) {
    refuse('KQL102', scope.spanOf(node.FunctionCall), {
      what: `\`${name}\` in a function that is called more than once`,
      hint: 'Its columns may differ from call to call: write it out.',
    })
  }
  translation.asked.add(place)
  if (!found) translation.questions.push({ place, ...question() })
  else if (found.length > mostColumns) {
    refuse('KQL102', scope.spanOf(node.FunctionCall), {
      what: `\`${name}\` that makes more than ${mostColumns} columns`,
    })
  }
  return found ?? []
}

/** KQL's types by the names `gettype` gives them. */
const typesByName: Readonly<Record<string, KqlType>> = {
  bool: 'bool',
  datetime: 'datetime',
  double: 'real',
  guid: 'guid',
  int: 'long',
  long: 'long',
  real: 'real',
  string: 'string',
  timespan: 'timespan',
}

/** Rows of names and `gettype` names → a column for each name, in order; dynamic where the types differ. */
export function columnsByType(rows: readonly (readonly Cell[])[]): ColumnType[] {
  const types = new Map<string, Set<KqlType>>()
  for (const [name, type] of rows) {
    const of = types.get(String(name)) ?? new Set()
    types.set(String(name), of.add(typesByName[String(type)] ?? 'dynamic'))
  }
  const names = [...types.keys()].sort()
  return names.map((name) => {
    const [type, ...others] = types.get(name)!
    return { name, type: type && others.length === 0 ? type : 'dynamic' }
  })
}
