import type { TableSchema } from '../../../lib/kql-type.ts'
import type { Json } from '../../../lib/table.ts'
import type { WorkspaceSurroundings, WorkspaceTable } from '../../../providers/workspace.ts'
import { schemaColumn } from '../column-types.ts'

type StoredFunction = WorkspaceSurroundings['functions'][number]

/** What can be named in the queries of a database. */
export interface DatabaseContents {
  readonly name: string
  readonly tables: readonly WorkspaceTable[]
  /** Those whose body is known and that are in order. */
  readonly functions: readonly (StoredFunction & { readonly body: string })[]
  readonly watchlists: readonly string[]
}

/** Of a database in `.show database schema as json`; beside what Kusto tells, the lists that `_GetWatchlist` gives here. */
export function databaseSchema(
  { name, tables, functions }: DatabaseContents,
  watchlists: readonly TableSchema[],
): Json {
  return {
    Name: name,
    Tables: Object.fromEntries(tables.map((table) => [table.name, tableSchema(table)])),
    ExternalTables: {},
    MaterializedViews: {},
    EntityGroups: {},
    MajorVersion: 1,
    MinorVersion: 1,
    ...(watchlists.length > 0 && {
      Watchlists: Object.fromEntries(watchlists.map((list) => [list.name, tableSchema(list)])),
    }),
    Functions: Object.fromEntries(functions.map((stored) => [stored.name, functionSchema(stored)])),
    DatabaseAccessMode: 'ReadOnly',
  }
}

/** Of a table in `.show table T schema as json`. */
export function tableSchema({ name, columns }: TableSchema): { readonly [key: string]: Json } {
  return { Name: name, Folder: '', DocString: '', OrderedColumns: columns.map(schemaColumn) }
}

function functionSchema({ name, parameters, body }: StoredFunction & { readonly body: string }): Json {
  return {
    Name: name,
    InputParameters: inputParameters(parameters),
    Body: body,
    Folder: '',
    DocString: '',
    FunctionKind: 'Unknown',
    OutputColumns: [],
  }
}

/** `(T:(a:string), n:long=5)` as the parts Kusto names. */
function inputParameters(text: string): Json[] {
  const inner = text.trim().replace(/^\(/, '').replace(/\)$/, '')
  return splitOutside(inner, ',').map((parameter): Json => {
    const [declared, ...rest] = splitOutside(parameter, '=')
    const [name, ...typeParts] = splitOutside(declared!, ':')
    const type = typeParts.join(':').trim()
    const Name = plainName(name!)
    if (type.startsWith('(')) {
      const columns = type === '(*)' ? [] : splitOutside(type.slice(1, -1), ',')
      return { Name, Columns: columns.map(columnOf) }
    }
    const preset = rest.join('=').trim()
    return { Name, Type: type, CslType: type, ...(preset !== '' && { CslDefaultValue: preset }) }
  })
}

function columnOf(text: string): Json {
  const [name, type = 'dynamic'] = splitOutside(text, ':')
  return { Name: plainName(name!), Type: type.trim(), CslType: type.trim() }
}

/** The name itself of one that may stand in brackets, as `kqlName` writes it. */
function plainName(text: string): string {
  const quoted = /^\['(.*)'\]$/.exec(text.trim())?.[1]
  return quoted === undefined ? text.trim() : quoted.replace(/\\(.)/g, '$1')
}

/** The parts between separators that stand outside brackets and quotes; none of an empty text. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = []
  let [depth, from] = [0, 0]
  let quote: string | undefined
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (quote !== undefined) {
      if (character === '\\') at++
      else if (character === quote) quote = undefined
    } else if (character === '"' || character === "'") quote = character
    else if (character === '(' || character === '[' || character === '{') depth++
    else if (character === ')' || character === ']' || character === '}') depth--
    else if (character === separator && depth === 0) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  if (text.slice(from).trim() !== '' || parts.length > 0) parts.push(text.slice(from))
  return parts
}
