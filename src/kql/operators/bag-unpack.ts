import type { ColumnType } from '../../lib/kql-type.ts'
import { treeBuilder } from '../built-tree.ts'
import { columnsByType, discovered } from '../discovery.ts'
import { type BagUnpack, bagUnpackArguments, type EvaluatedColumn, unpackedColumns } from '../evaluated-columns.ts'
import { expression } from '../expression.ts'
import { refuse, resultColumns, type Scope } from '../scope.ts'
import { elements, type Node } from '../syntax.ts'
import type { Expression, Tabular } from '../tree.ts'

/** The keys of a bag as columns: a projection, once the keys are known. */
export function bagUnpack(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const options = bagUnpackArguments(node.FunctionCall)
  if (!options) return refuse('KQL102', span, { what: 'bag_unpack with arguments that are not written out' })
  const bag = expression(options.bag, scope)
  const row = scope.row ?? []
  const output = node.Schema
    ? declaredColumns(node, row, options, scope)
    : foundColumns(node, row, options, input, bag, scope)
  const build = treeBuilder(span)
  const values = output.map((each) =>
    each.from === 'source'
      ? { column: each.column, expression: build.column(each.column) }
      : { column: each.column, expression: build.convert(each.column.type, build.element(bag, each.found.name)) },
  )
  return { kind: 'project', input, values, columns: resultColumns(node), span }
}

/** `: (*, Name:string)`: what is declared comes from the bag, unless it is a column of the source. */
function declaredColumns(
  node: Node<'EvaluateOperator'>,
  row: readonly ColumnType[],
  { column: bag, prefix, conflict, ignored }: BagUnpack,
  scope: Scope,
): EvaluatedColumn[] {
  for (const { Name: declared } of elements(node.Schema?.Schema.Columns)) {
    const name = declared?.SimpleName ?? ''
    const isReplaced = conflict === 'replace_source' && row.some((each) => each.name === name && name !== bag)
    if (isReplaced || (name.startsWith(prefix) && ignored.has(name.slice(prefix.length)))) {
      refuse('KQL102', scope.spanOf(node.Schema!), {
        what: `A schema with the column \`${name}\`, which is ${isReplaced ? 'one of the table, to be replaced' : 'to be ignored'},`,
        hint: 'Leave the schema out, or this option.',
      })
    }
  }
  return resultColumns(node).map((column): EvaluatedColumn => {
    const isSource = row.some((each) => each.name === column.name && each.type === column.type && each.name !== bag)
    const key = column.name.startsWith(prefix) ? column.name.slice(prefix.length) : column.name
    return isSource ? { from: 'source', column } : { from: 'found', column, found: { ...column, name: key } }
  })
}

function foundColumns(
  node: Node<'EvaluateOperator'>,
  row: readonly ColumnType[],
  options: BagUnpack,
  input: Tabular,
  bag: Expression,
  scope: Scope,
): EvaluatedColumn[] {
  const keys = discovered(node, scope, () => ({ table: keysOf(input, bag), columnsOf: columnsByType }))
  const clash = row.find(
    ({ name }) =>
      name !== options.column &&
      keys.some((key) => options.prefix + key.name === name && !options.ignored.has(key.name)),
  )
  if (clash && options.conflict === 'error') {
    refuse('KQL102', scope.spanOf(node.FunctionCall), {
      what: `A bag with a key \`${clash.name}\` in a table with a column of that name`,
      hint: "Say which stays: `columnsConflict='keep_source'` or `'replace_source'`.",
    })
  }
  return unpackedColumns(row, options, keys)
}

/** The names of the keys and the types of their values. */
function keysOf(input: Tabular, bag: Expression): Tabular {
  const { span } = bag
  const build = treeBuilder(span)
  const pair: ColumnType = { name: 'Pair', type: 'dynamic' }
  const bags = build.project(input, [{ column: pair, expression: bag }])
  const items = [{ column: pair, expression: build.column(pair) }]
  const pairs: Tabular = { kind: 'mv-expand', input: bags, items, bagAs: 'array', columns: [pair], span }
  const name: ColumnType = { name: 'Name', type: 'string' }
  const type: ColumnType = { name: 'Type', type: 'string' }
  const typed = build.project(pairs, [
    { column: name, expression: build.convert('string', build.element(build.column(pair), 0n)) },
    { column: type, expression: build.call('gettype', 'string', build.element(build.column(pair), 1n)) },
  ])
  const isKey = build.compare('!=', build.column(name), build.text(''))
  const hasValue = build.compare('!=', build.column(type), build.text('null'))
  const keys = build.where(typed, build.compare('and', isKey, hasValue))
  const values = [name, type].map((column) => ({ column, expression: build.column(column) }))
  return { kind: 'distinct', input: keys, values, columns: [name, type], span }
}
