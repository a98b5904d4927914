import type { ColumnType } from '../../lib/kql-type.ts'
import { treeBuilder } from '../built-tree.ts'
import { refuse, resultColumns, type Scope } from '../scope.ts'
import { classOf, elements, isNode, type Node, nodesOf } from '../syntax.ts'
import type { Expression, SearchCondition, StringOperator, Tabular } from '../tree.ts'
import { allTables, searchCondition } from './search.ts'
import { memberTables, unionMembers } from './union.ts'

/** The rows of the tables for which the condition holds, each with the name of its table; columns not asked for in one bag. */
export function find(node: Node<'FindOperator'>, _: undefined, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const columns = resultColumns(node)
  const [source] = columns
  const outer = { ...scope, row: [] }
  const tables = node.InClause
    ? elements(node.InClause.Expressions).flatMap((member) => memberTables(member, outer))
    : allTables(node, scope)
  if (tables.length === 0) {
    const hint = 'The workspace has no tables, and the query declares no view.'
    refuse('KQL012', span, { what: 'There is no table to find rows in.', hint })
  }
  if (node.ProjectAway) refuse('KQL102', scope.spanOf(node.ProjectAway), { what: '`project-away` in find' })
  const read = columnsRead(node)
  const everywhere = [...nodesOf(node.Condition)].some((each) => isNode(each, 'StarExpression')) || read.length === 0
  const kept = everywhere
    ? tables
    : tables.filter((table) => read.some((name) => table.columns.some((column) => column.name === name)))
  const typed = new Set(
    elements(node.Project?.Columns).flatMap((each) =>
      isNode(each, 'TypedColumnReference') ? [each.Column.SimpleName] : [],
    ),
  )
  const row = read.map((name): ColumnType => ({ name, type: onlyType(name, kept, node, scope) }))
  const bag = packed(node, columns)
  const wanted = columns.slice(1).filter((column) => column !== bag)
  for (const column of wanted) if (!typed.has(column.name)) onlyType(column.name, kept, node, scope)
  const condition = conditionOf(searchCondition(node.Condition, { ...scope, row }), treeBuilder(span))
  const found = kept.map((table) => filtered(table, { row, wanted, bag, condition, span }))
  const members = unionMembers(found, columns.slice(1), 'find_arg', node, scope).map((member, index) => ({
    ...member,
    source: sourceOf(kept[index]!) ?? member.source,
  }))
  return { kind: 'union', members, withSource: source!.name, columns, span }
}

/** The columns a condition names. */
function columnsRead(node: Node<'FindOperator'>): string[] {
  const names = [...nodesOf(node.Condition)].flatMap((each) => {
    const symbol = isNode(each, 'NameReference') ? each.ReferencedSymbol : undefined
    return symbol && classOf(symbol) === 'ColumnSymbol' ? [symbol.Name] : []
  })
  return [...new Set(names)]
}

/** The column that holds all others, where there is one. */
function packed(node: Node<'FindOperator'>, columns: readonly ColumnType[]): ColumnType | undefined {
  const last = columns.at(-1)
  if (!last || columns.length < 2) return undefined
  const isSmart = !node.Project || /smart$/i.test(node.Project.ProjectKeyword.Text)
  const isAsked = elements(node.Project?.Columns).some((each) => isNode(each, 'PackExpression'))
  return (isSmart && last.name === 'pack_') || isAsked ? last : undefined
}

function onlyType(
  name: string,
  tables: readonly Tabular[],
  node: Node<'FindOperator'>,
  scope: Scope,
): ColumnType['type'] {
  const types = new Set(
    tables.flatMap((table) => table.columns.filter((each) => each.name === name)).map((each) => each.type),
  )
  const [type = 'string', ...others] = types
  if (others.length === 0) return type
  return refuse('KQL102', scope.spanOf(node), {
    what: `find over the column \`${name}\`, which is ${[...types].join(' in one table and ')} in another,`,
    hint: `Name the tables: \`find in (…)\`, or give the column a type where it is projected: \`project ${name}:string\`.`,
  })
}

/** One table: what the condition reads and it lacks is null; then the columns asked for, and a bag of those that are left. */
function filtered(
  table: Tabular,
  {
    row,
    wanted,
    bag,
    condition,
    span,
  }: {
    readonly row: readonly ColumnType[]
    readonly wanted: readonly ColumnType[]
    readonly bag: ColumnType | undefined
    readonly condition: Expression
    readonly span: Tabular['span']
  },
): Tabular {
  const build = treeBuilder(span)
  const own = new Map(table.columns.map((column) => [column.name, column]))
  const absent = row.filter((column) => !own.has(column.name))
  const nothing = ({ type }: ColumnType): Expression => ({
    kind: 'literal',
    value: type === 'string' ? '' : null,
    type,
    span,
  })
  const whole =
    absent.length === 0
      ? table
      : build.extend(
          table,
          absent.map((column) => ({ column, expression: nothing(column) })),
        )
  const values = wanted.map((column) => {
    const found = own.get(column.name)
    return { column, expression: found ? build.convert(column.type, build.column(found)) : nothing(column) }
  })
  const rest = table.columns.filter(({ name }) => !wanted.some((column) => column.name === name))
  const pairs = rest.flatMap((column): Expression[] => [build.text(column.name), build.column(column)])
  const no: Expression = { kind: 'literal', value: false, type: 'bool', span }
  const bags = bag ? [{ column: bag, expression: build.call('pack_all', 'dynamic', no, ...pairs) }] : []
  return build.project(build.where(whole, condition), [...values, ...bags])
}

function sourceOf(table: Tabular): string | undefined {
  if (table.kind === 'table' || table.kind === 'as') return table.name
  return table.kind === 'let-table' ? sourceOf(table.table) : undefined
}

/** A term is looked for in every column. */
function conditionOf(search: SearchCondition, build: ReturnType<typeof treeBuilder>): Expression {
  switch (search.kind) {
    case 'and':
    case 'or': {
      const [left, right] = [conditionOf(search.left, build), conditionOf(search.right, build)]
      return { kind: 'binary', operator: search.kind, left, right, type: 'bool', span: left.span }
    }
    case 'not':
      return build.call('not', 'bool', conditionOf(search.condition, build))
    case 'term':
      return holds({ kind: 'star', type: 'string', span: search.span }, search.text)
    case 'column-term':
      return holds(
        search.value.type === 'string' ? search.value : build.call('tostring', 'string', search.value),
        search.text,
      )
    case 'expression':
      return search.expression
  }
}

/** `term` whole, `term*` and `*term` at an end of one, `*term*` anywhere. */
function holds(left: Expression, term: string): Expression {
  const { span } = left
  const text = term.replace(/^\*+|\*+$/g, '')
  if (text.includes('*')) {
    return refuse('KQL102', span, {
      what: 'A term with `*` inside it in find',
      hint: 'Use `search`, or `matches regex`.',
    })
  }
  const [before, after] = [term.startsWith('*'), term.endsWith('*')]
  const operator: StringOperator = before && after ? 'contains' : before ? 'hassuffix' : after ? 'hasprefix' : 'has'
  return {
    kind: 'binary',
    operator,
    left,
    right: { kind: 'literal', value: text, type: 'string', span },
    type: 'bool',
    span,
  }
}
