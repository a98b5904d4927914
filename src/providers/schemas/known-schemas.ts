import { readFileSync } from 'node:fs'
import { invariant } from '../../lib/invariant.ts'
import { type ColumnType, isKqlType, type TableSchema } from '../../lib/kql-type.ts'

/** The tables of Azure Monitor and Microsoft Sentinel, by name and columns. */
export interface KnownSchemas {
  /** The table of exactly this name. */
  find(name: string): TableSchema | undefined
  /** The table of this name however its letters are cased: file names are written carelessly. */
  findIgnoringCase(name: string): TableSchema | undefined
  /** All names, sorted. */
  names(): readonly string[]
}

let loaded: KnownSchemas | undefined

/** The shipped schemas, read at the first call; a table's columns are parsed when it is asked for. */
export function knownSchemas(): KnownSchemas {
  loaded ??= parseSchemas(readFileSync(new URL('../../../schemas/log-analytics.txt', import.meta.url), 'utf8'))
  return loaded
}

/**
 * One table a line: its name, then for each type the columns that have it: `Table datetime:A,B string:C`. Columns come
 * out with TimeGenerated first and the rest by name, those of the service (`_ResourceId`) last.
 */
export function parseSchemas(text: string): KnownSchemas {
  const lines = new Map<string, string>()
  for (const line of text.split('\n')) {
    if (line) lines.set(line.slice(0, line.indexOf(' ')), line)
  }
  const tables = new Map<string, TableSchema>()
  const byLowerCase = new Map(Array.from(lines.keys(), (name) => [name.toLowerCase(), name]))
  const find = (name: string): TableSchema | undefined => {
    const line = lines.get(name)
    if (line === undefined) return undefined
    let table = tables.get(name)
    if (!table) {
      table = parseTable(line)
      tables.set(name, table)
    }
    return table
  }
  return {
    find,
    findIgnoringCase: (name) => find(byLowerCase.get(name.toLowerCase()) ?? ''),
    names: () => [...lines.keys()],
  }
}

function parseTable(line: string): TableSchema {
  const [name = '', ...groups] = line.split(' ')
  const columns = groups.flatMap((group): ColumnType[] => {
    const [type = '', names = ''] = group.split(':')
    invariant(isKqlType(type), `${name}: ${type} is a type`)
    return names.split(',').map((column) => ({ name: column, type }))
  })
  return { name, columns: columns.sort(byPlace) }
}

function byPlace(a: ColumnType, b: ColumnType): number {
  return place(a.name) - place(b.name) || (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1)
}

function place(name: string): number {
  return name === 'TimeGenerated' ? 0 : name.startsWith('_') ? 2 : 1
}
