import type { ColumnType, TableSchema } from '../../lib/kql-type.ts'
import type { FunctionSchema } from '../language-service.ts'
import { kqlName } from '../literal.ts'
import { reachable, wordsIn } from '../stored-functions.ts'
import { classOf, isNode, nodesOf, type SyntaxNode } from '../syntax.ts'
import type { Edit } from './edits.ts'
import { listedEdits } from './listed-edits.ts'
import { isListed, isMember, isRestriction, namesSources } from './table-places.ts'

/** A table as a service has it; `time`: the column by which a range is applied. */
export interface TimedTable extends TableSchema {
  readonly time?: string
}

export interface TableNames {
  /** A table the service has. */
  has(name: string): TimedTable | undefined
  /** One it lacks, whose columns are known. */
  lacks(name: string): TableSchema | undefined
  readonly functions: readonly FunctionSchema[]
  /** Names that are nobody's may still be the service's. */
  readonly isPartial: boolean
}

export interface TableEdits {
  readonly edits: readonly Edit[]
  /** What reads tables in a way that a text cannot narrow, in words; none where the text keeps to a range by itself. */
  readonly wide: readonly string[]
  readonly tables: readonly string[]
  readonly missing: readonly string[]
  /** Stored functions that are called, and those they call. */
  readonly functions: readonly FunctionSchema[]
  /** Operators of `join find search externaldata` that it has. */
  readonly operators: readonly string[]
  /** Lists are read that have nothing to do with a range of time. */
  readonly readsWatchlists: boolean
}

/** Operators that a service does not have for all tables. */
const told: Readonly<Record<string, string>> = {
  ExternalDataExpression: 'externaldata',
  FindOperator: 'find',
  JoinOperator: 'join',
  SearchOperator: 'search',
}

/** Each table that a query names is narrowed to the range of time, and one that is not there becomes an empty one. */
export function tableEdits(root: SyntaxNode, text: string, names: TableNames): TableEdits {
  const nodes = [...nodesOf(root)]
  const called = calledFunctions(nodes, text, names)
  const wide = new Set(called.filter((each) => readsTables(each, names)).map((each) => `the function \`${each.name}\``))
  const named = nodes.filter(namesSources).map((node) => `\`${node.toString().trim().split(/\s/, 1)[0]}\``)
  for (const each of named) wide.add(each)
  const [tables, missing] = [new Set<string>(), new Set<string>()]
  const [narrowing, replacing]: [Edit[], Edit[]] = [[], []]
  for (const node of nodes) {
    const name = tableAt(node)
    if (name === undefined) {
      const unknown = unknownSource(node, names)
      if (unknown !== undefined) wide.add(unknown)
      continue
    }
    const table = names.has(name)
    if (table) tables.add(name)
    const absent = table ? undefined : names.lacks(name)
    if (absent) missing.add(name)
    if (isListed(node)) continue
    if (!table && !absent) continue
    if (node.Parent && isNode(node.Parent, 'PathExpression')) wide.add(`\`${node.Parent.toString().trim()}\``)
    else if (absent) replacing.push({ start: node.TextStart, end: node.End, by: [emptyTable(absent.columns)] })
    else if (table?.time !== undefined) narrowing.push(...narrowed(node, table.time))
  }
  const isAbsent = (node: SyntaxNode) => missing.has(tableAt(node) ?? '')
  return {
    // An operator that tells the source of a row would tell it otherwise of a table in parentheses.
    edits: [...replacing, ...listedEdits(nodes, text, isAbsent), ...(named.length > 0 ? [] : narrowing)],
    wide: [...wide],
    tables: [...tables],
    missing: [...missing],
    functions: called,
    operators: [...new Set(nodes.flatMap((node) => told[classOf(node)] ?? []))],
    readsWatchlists: /\b_GetWatchlist\b/.test([text, ...called.map((each) => each.body)].join('\n')),
  }
}

function narrowed({ TextStart: start, End: end }: SyntaxNode, time: string): Edit[] {
  const column = kqlName(time)
  const within = [` | where ${column} >= `, { slot: 'start' }, ` and ${column} < `, { slot: 'end' }, ')'] as const
  return [
    { start, end: start, by: ['('], needs: 'start' },
    { start: end, end, by: within },
  ]
}

function emptyTable(columns: readonly ColumnType[]): string {
  return `(datatable(${columns.map(({ name, type }) => `${kqlName(name)}:${type}`).join(', ')})[])`
}

/** The table a node stands for: a name, or `table("…")`. */
function tableAt(node: SyntaxNode): string | undefined {
  if (isNode(node, 'NameReference')) {
    const symbol = node.ReferencedSymbol
    if (node.SimpleName.includes('*') || isRestriction(node)) return undefined
    return symbol && classOf(symbol) === 'TableSymbol' ? symbol.Name : undefined
  }
  const type = node.ResultType
  const isTable = isNode(node, 'FunctionCallExpression') && node.Name.SimpleName === 'table'
  return isTable && type && classOf(type) === 'TableSymbol' && type.Name ? type.Name : undefined
}

const elsewhere =
  /^(?:workspace|app|resource|adx|arg|cluster|database|external_table|materialized_view|stored_query_result|graph)$/i

/** What a node reads that is no table by its name. */
function unknownSource(node: SyntaxNode, names: TableNames): string | undefined {
  if (isNode(node, 'FunctionCallExpression')) {
    const { SimpleName: name } = node.Name
    if (elsewhere.test(name)) return `\`${name}(…)\``
    if (name === 'table') return '`table(…)` of a name that is not constant'
    return node.ReferencedSymbol === null && !isNode(node.Parent!, 'EvaluateOperator') ? `\`${name}(…)\`` : undefined
  }
  if (!isNode(node, 'NameReference')) return undefined
  if (node.SimpleName.includes('*')) return isMember(node) ? `\`${node.SimpleName}\`` : undefined
  const isUnknown = node.ReferencedSymbol === null && node.ResultType?.IsTabular === true
  return isUnknown && names.isPartial ? `\`${node.SimpleName}\`` : undefined
}

function calledFunctions(nodes: readonly SyntaxNode[], text: string, { functions }: TableNames): FunctionSchema[] {
  const used = new Set(
    nodes.flatMap((node) => (isNode(node, 'NameReference') ? [node.ReferencedSymbol?.Name ?? node.SimpleName] : [])),
  )
  const direct = functions.filter((each) => used.has(each.name))
  const all = new Set(direct.flatMap((each) => [each, ...reachable(each.body, functions)]))
  return reachable(text, functions).filter((each) => all.has(each))
}

function readsTables({ name, body }: FunctionSchema, names: TableNames): boolean {
  if (/^_GetWatchlist/.test(name)) return false
  return wordsIn(body).some(
    (word) =>
      names.has(word) ?? names.lacks(word) ?? (elsewhere.test(word) || /^(search|find|table|union)$/.test(word)),
  )
}
