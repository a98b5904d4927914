import type { Expression, LetTable, SearchCondition, Tabular } from '../kql/tree.ts'
import { assertNever } from '../lib/invariant.ts'

/** The expressions right inside an expression; tables inside it are not entered. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'column':
    case 'dynamic':
    case 'scalar-query':
    case 'star':
      return []
    case 'call':
      return expression.arguments
    case 'binary':
      return [expression.left, expression.right]
    case 'unary':
    case 'member':
    case 'conversion':
    case 'part':
    case 'in-table':
      return [expression.operand]
    case 'between':
      return [expression.operand, expression.low, expression.high]
    case 'in-list':
      return [expression.operand, ...expression.items]
    case 'has-any':
    case 'has-all':
      return 'kind' in expression.items ? [expression.operand] : [expression.operand, ...expression.items]
    case 'element':
      return [expression.operand, expression.index]
    default:
      return assertNever(expression)
  }
}

/** The expression with each expression right inside it replaced. */
export function mapChildren(expression: Expression, map: (child: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'literal':
    case 'column':
    case 'dynamic':
    case 'scalar-query':
    case 'star':
      return expression
    case 'call':
      return { ...expression, arguments: expression.arguments.map(map) }
    case 'binary':
      return { ...expression, left: map(expression.left), right: map(expression.right) }
    case 'unary':
    case 'member':
    case 'conversion':
    case 'part':
    case 'in-table':
      return { ...expression, operand: map(expression.operand) }
    case 'between':
      return { ...expression, operand: map(expression.operand), low: map(expression.low), high: map(expression.high) }
    case 'in-list':
      return { ...expression, operand: map(expression.operand), items: expression.items.map(map) }
    case 'has-any':
    case 'has-all':
      return {
        ...expression,
        operand: map(expression.operand),
        items: 'kind' in expression.items ? expression.items : expression.items.map(map),
      }
    case 'element':
      return { ...expression, operand: map(expression.operand), index: map(expression.index) }
    default:
      return assertNever(expression)
  }
}

/** Visits an expression and those inside it, outermost first; tables inside it are not entered. */
export function walkExpressions(expression: Expression, visit: (expression: Expression) => void): void {
  visit(expression)
  for (const child of childrenOf(expression)) walkExpressions(child, visit)
}

/** The tabular `let`s a table reads, each once, those inside others included. */
export function letsOf(table: Tabular): readonly LetTable[] {
  const found = new Map<number, LetTable>()
  visitTable(table, new Map(), (each) => found.set(each.id, each))
  return [...found.values()]
}

/** How often each tabular `let` is read. */
export function countLetUses(table: Tabular): ReadonlyMap<number, number> {
  const uses = new Map<number, number>()
  visitTable(table, uses)
  return uses
}

function visitTable(table: Tabular, uses: Map<number, number>, visit: (table: LetTable) => void = () => {}): void {
  if (table.kind === 'let-table') {
    const before = uses.get(table.id) ?? 0
    uses.set(table.id, before + 1)
    visit(table)
    if (before === 0) visitTable(table.table, uses, visit)
    return
  }
  for (const input of inputsOf(table)) visitTable(input, uses, visit)
  for (const expression of expressionsOf(table)) {
    walkExpressions(expression, (part) => {
      if (part.kind === 'scalar-query' || part.kind === 'in-table') visitTable(part.table, uses, visit)
      else if ((part.kind === 'has-any' || part.kind === 'has-all') && 'kind' in part.items)
        visitTable(part.items, uses, visit)
    })
  }
}

/** The tables that a table is made of, right below it; those in its expressions are not among them. */
export function inputsOf(table: Tabular): readonly Tabular[] {
  switch (table.kind) {
    case 'union':
    case 'search':
      return table.members.map((member) => member.table)
    case 'join':
      return [table.input, table.right]
    case 'mv-apply':
    case 'partition':
      return [table.input, table.subquery]
    default:
      return 'input' in table ? [table.input] : []
  }
}

/** The expressions a table is made with. */
export function expressionsOf(table: Tabular): readonly Expression[] {
  switch (table.kind) {
    case 'table':
    case 'let-table':
    case 'union':
    case 'count':
    case 'getschema':
    case 'as':
    case 'render':
    case 'group-rows':
    case 'external':
    case 'consume':
      return []
    case 'datatable':
      return table.rows.flat()
    case 'print':
    case 'extend':
    case 'project':
    case 'distinct':
    case 'serialize':
      return table.values.map((value) => value.expression)
    case 'range':
      return [table.from, table.to, table.step]
    case 'search':
      return searchExpressions(table.condition)
    case 'where':
      return [table.condition]
    case 'summarize':
      return [...table.by, ...table.aggregates].map((part) => part.expression)
    case 'sort':
      return table.keys.map((key) => key.expression)
    case 'top':
      return [table.count, ...table.keys.map((key) => key.expression)]
    case 'take':
      return [table.count]
    case 'join':
      return table.on.flatMap((pair) => [pair.left, pair.right])
    case 'mv-expand':
    case 'mv-apply':
      return [...table.items.map((item) => item.expression), ...(table.limit ? [table.limit] : [])]
    case 'partition':
      return [table.by]
    case 'parse':
    case 'parse-kv':
    case 'reduce':
      return [table.text]
    case 'find-patterns':
      return [table.weight, table.split?.a, table.split?.b].filter((part) => part !== undefined)
    case 'scan':
      return [
        ...table.variables.map((variable) => variable.expression),
        ...table.steps.flatMap((step) => [step.condition, ...step.assignments.map((one) => one.expression)]),
      ]
    case 'top-nested':
      return table.levels.flatMap((level) => [
        level.key.expression,
        level.aggregate.expression,
        ...[level.count, level.others].filter((part) => part !== undefined),
      ])
    case 'make-series':
      return [
        ...table.aggregates.flatMap((one) => [one.expression, ...(one.default ? [one.default] : [])]),
        table.axis.expression,
        table.step,
        ...[table.from, table.to].filter((bound) => bound !== undefined),
        ...table.by.map((part) => part.expression),
      ]
    default:
      return assertNever(table)
  }
}

function searchExpressions(condition: SearchCondition): readonly Expression[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...searchExpressions(condition.left), ...searchExpressions(condition.right)]
    case 'not':
      return searchExpressions(condition.condition)
    case 'expression':
      return [condition.expression]
    case 'term':
    case 'column-term':
      return []
    default:
      return assertNever(condition)
  }
}
