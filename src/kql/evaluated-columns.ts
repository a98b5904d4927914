import type { ColumnType } from '../lib/kql-type.ts'
import { readString } from './read-literal.ts'
import { classOf, elements, isNode, type Node, type SyntaxNode } from './syntax.ts'

/**
 * What was found in the data for plug-ins whose columns depend on it: by place, the names and types of a bag's keys, or the
 * values of a pivoted column.
 */
export type Discovered = ReadonlyMap<string, readonly ColumnType[]>

/** The place of an `evaluate` in its own text: the same for the binder and for the translation. */
export function placeOf(node: Node<'EvaluateOperator'>): string {
  return `${node.TextStart} ${node.toString().trim()}`
}

/** A column that comes out of an `evaluate`: one of the source's, or one that was found. */
export type EvaluatedColumn =
  | { readonly from: 'source'; readonly column: ColumnType }
  | { readonly from: 'found'; readonly column: ColumnType; readonly found: ColumnType }

/** The arguments of `bag_unpack`, which must be written out. */
export interface BagUnpack {
  readonly bag: SyntaxNode
  /** The unpacked column, which does not come out. */
  readonly column: string | undefined
  readonly prefix: string
  readonly conflict: 'error' | 'replace_source' | 'keep_source'
  readonly ignored: ReadonlySet<string>
}

export function bagUnpackArguments(call: Node<'FunctionCallExpression'>): BagUnpack | undefined {
  const given = new Map<string, SyntaxNode>()
  for (const [index, argument] of elements(call.ArgumentList.Expressions).entries()) {
    const isNamed = isNode(argument, 'SimpleNamedExpression')
    const name = isNamed ? argument.Name.SimpleName : (bagUnpackParameters[index] ?? '')
    given.set(name.toLowerCase(), isNamed ? argument.Expression : argument)
  }
  const [bag, prefix, conflict, ignored] = bagUnpackParameters.map((name) => given.get(name))
  const prefixText = prefix ? textOf(prefix) : ''
  const conflictText = conflict ? textOf(conflict) : 'error'
  const ignoredNames = ignored ? textsOf(ignored) : []
  if (!bag || prefixText === undefined || ignoredNames === undefined) return undefined
  if (conflictText !== 'error' && conflictText !== 'replace_source' && conflictText !== 'keep_source') return undefined
  const symbol = bag.ReferencedSymbol
  const column = symbol && classOf(symbol) === 'ColumnSymbol' ? symbol.Name : undefined
  return { bag, column, prefix: prefixText, conflict: conflictText, ignored: new Set(ignoredNames) }
}

const bagUnpackParameters = ['column', 'outputcolumnprefix', 'columnsconflict', 'ignoredproperties']

function textOf(node: SyntaxNode): string | undefined {
  return isNode(node, 'LiteralExpression') && node.ResultType?.Name === 'string'
    ? readString(node.Token.Text)
    : undefined
}

function textsOf(node: SyntaxNode): string[] | undefined {
  if (!isNode(node, 'DynamicExpression') || !isNode(node.Expression, 'JsonArrayExpression')) return undefined
  const texts = elements(node.Expression.Values).map(textOf)
  return texts.every((text) => text !== undefined) ? texts : undefined
}

/** The source's columns without the bag, then the keys in order; a key named like the bag stands in its place. */
export function unpackedColumns(
  source: readonly ColumnType[],
  { column: bag, prefix, conflict, ignored }: BagUnpack,
  keys: readonly ColumnType[],
): EvaluatedColumn[] {
  const unpacked = new Map(
    keys
      .filter((key) => !ignored.has(key.name))
      .map((key) => [
        prefix + key.name,
        { from: 'found' as const, column: { ...key, name: prefix + key.name }, found: key },
      ]),
  )
  const columns = source.flatMap((column): EvaluatedColumn[] => {
    const key = unpacked.get(column.name)
    const replaces = column.name === bag || conflict === 'replace_source'
    if (key) unpacked.delete(column.name)
    if (key && replaces) return [key]
    return column.name === bag ? [] : [{ from: 'source', column }]
  })
  return [...columns, ...unpacked.values()]
}

/** The arguments of `pivot`: the column, the aggregate (none counts), the columns to group by (none: all others). */
export function pivotArguments(call: Node<'FunctionCallExpression'>) {
  const [column, ...rest] = elements(call.ArgumentList.Expressions)
  const aggregate = rest[0] && isNode(rest[0], 'FunctionCallExpression') ? rest[0] : undefined
  return { column, aggregate, groups: aggregate ? rest.slice(1) : rest }
}

/**
 * The columns that come out of a plug-in: `row` are those it reads, `known` those the binder gives it, `found` the keys or
 * values that were found.
 */
export function evaluatedColumns(
  node: Node<'EvaluateOperator'>,
  row: readonly ColumnType[],
  known: readonly ColumnType[],
  found: readonly ColumnType[],
): EvaluatedColumn[] {
  const options = node.FunctionCall.Name.SimpleName === 'bag_unpack' ? bagUnpackArguments(node.FunctionCall) : undefined
  if (options) return unpackedColumns(row, options, found)
  return [
    ...known.map((column) => ({ from: 'source' as const, column })),
    ...found.map((column) => ({ from: 'found' as const, column, found: column })),
  ]
}
