import { assertNever } from '../lib/invariant.ts'
import type { FromItem, SqlExpression, SqlQuery } from './tree.ts'

/** Visits an expression and all within it, the queries of subqueries included. */
export function walkExpression(expression: SqlExpression, visit: (expression: SqlExpression) => void): void {
  visit(expression)
  switch (expression.kind) {
    case 'literal':
    case 'column':
      return
    case 'template':
      for (const hole of expression.holes) walkExpression(hole, visit)
      return
    case 'call':
      for (const argument of expression.arguments) walkExpression(argument, visit)
      return
    case 'cast':
      walkExpression(expression.operand, visit)
      return
    case 'case':
      for (const [condition, value] of expression.when) {
        walkExpression(condition, visit)
        walkExpression(value, visit)
      }
      walkExpression(expression.else, visit)
      return
    case 'list':
      for (const item of expression.items) walkExpression(item, visit)
      return
    case 'lambda':
      walkExpression(expression.body, visit)
      return
    case 'subquery':
    case 'exists':
      walkQuery(expression.query, visit)
      return
    default:
      assertNever(expression)
  }
}

/** An expression with the parts right within it replaced; the query of a subquery stays as it is. */
export function withParts(expression: SqlExpression, map: (part: SqlExpression) => SqlExpression): SqlExpression {
  switch (expression.kind) {
    case 'literal':
    case 'column':
    case 'subquery':
    case 'exists':
      return expression
    case 'template':
      return { ...expression, holes: expression.holes.map(map) }
    case 'call':
      return { ...expression, arguments: expression.arguments.map(map) }
    case 'cast':
      return { ...expression, operand: map(expression.operand) }
    case 'case': {
      const when = expression.when.map(([condition, value]) => [map(condition), map(value)] as const)
      return { ...expression, when, else: map(expression.else) }
    }
    case 'list':
      return { ...expression, items: expression.items.map(map) }
    case 'lambda':
      return { ...expression, body: map(expression.body) }
    default:
      return assertNever(expression)
  }
}

/** Whether a query stands inside an expression. DuckDB's TRY and lambdas take none. */
export function holdsSubquery(expression: SqlExpression): boolean {
  let holds = false
  walkExpression(expression, ({ kind }) => {
    holds ||= kind === 'subquery' || kind === 'exists'
  })
  return holds
}

/** Functions of DuckDB that give something else each time. */
const volatileCalls: ReadonlySet<string> = new Set(['gen_random_uuid', 'random'])

/** Whether an expression, written twice, may give two values for one row. */
export function isVolatile(expression: SqlExpression): boolean {
  let isOne = false
  walkExpression(expression, (part) => {
    isOne ||= part.kind === 'call' && volatileCalls.has(part.name)
  })
  return isOne
}

/** Visits every expression of a query. */
export function walkQuery(query: SqlQuery, visit: (expression: SqlExpression) => void): void {
  switch (query.kind) {
    case 'values':
      for (const row of query.rows) for (const cell of row) walkExpression(cell, visit)
      return
    case 'union-all':
      for (const member of query.members) walkQuery(member, visit)
      return
    case 'select': {
      const { columns, from, distinctOn, where, groupBy, having, qualify, orderBy, limit } = query
      for (const { expression } of columns) walkExpression(expression, visit)
      if (from) walkFrom(from, visit)
      for (const expression of [...(distinctOn ?? []), ...(groupBy ?? [])]) walkExpression(expression, visit)
      for (const expression of [where, having, qualify, limit]) if (expression) walkExpression(expression, visit)
      for (const key of orderBy ?? []) walkExpression(key.expression, visit)
      return
    }
    default:
      assertNever(query)
  }
}

/** The names of the tables and steps a query reads, those of its subqueries included. */
export function tablesOf(query: SqlQuery): ReadonlySet<string> {
  const names = new Set<string>()
  collectTables(query, names)
  return names
}

function collectTables(query: SqlQuery, names: Set<string>): void {
  const inExpression = (expression: SqlExpression) => {
    if (expression.kind === 'subquery' || expression.kind === 'exists') collectTables(expression.query, names)
  }
  const inFrom = (item: FromItem): void => {
    if (item.kind === 'name') names.add(item.name)
    else if (item.kind === 'subquery') collectTables(item.query, names)
    else if (item.kind === 'join') {
      inFrom(item.left)
      inFrom(item.right)
    }
  }
  walkQuery(query, inExpression)
  if (query.kind === 'select' && query.from) inFrom(query.from)
  if (query.kind === 'union-all') for (const member of query.members) collectTables(member, names)
}

/** Visits every expression of a from clause. */
function walkFrom(item: FromItem, visit: (expression: SqlExpression) => void): void {
  switch (item.kind) {
    case 'name':
      return
    case 'subquery':
      walkQuery(item.query, visit)
      return
    case 'function':
      walkExpression(item.call, visit)
      return
    case 'join':
      walkFrom(item.left, visit)
      walkFrom(item.right, visit)
      if (item.on) walkExpression(item.on, visit)
      return
    default:
      assertNever(item)
  }
}
