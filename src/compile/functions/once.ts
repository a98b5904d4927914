import { call, column, lambda, list, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import { holdsSubquery, walkExpression, withParts } from '../../sql/walk.ts'

/**
 * A value worked out once however often `body` uses it: without this, `f(g(h(x)))` doubles with each level. `name` must
 * differ from the names of the `once` it stands in. Columns, literals and what is next to them are used as they are.
 */
export function once(name: string, value: SqlExpression, body: (value: SqlExpression) => SqlExpression): SqlExpression {
  if (isCheap(value)) return body(value)
  return sql`${call('list_transform', list([value]), lambda([name], body(column(name))))}[1]`
}

/** What costs less than a lambda when it stands there twice: DuckDB computes equal parts of an expression once. */
function isCheap(value: SqlExpression): boolean {
  switch (value.kind) {
    case 'column':
    case 'literal':
      return true
    case 'cast':
      return !value.try && isCheap(value.operand)
    case 'call':
      return cheapCalls.has(value.name) && value.arguments.every(isCheap)
    case 'template':
      return value.holes.length <= 2 && value.texts.every((text) => arithmetic.test(text)) && value.holes.every(isLeaf)
    default:
      return false
  }
}

const cheapCalls: ReadonlySet<string> = new Set(['epoch_us', 'make_date', 'make_timestamp'])

/** A sum, product or remainder of two. */
const arithmetic = /^[-+*/% ]*$/

function isLeaf(value: SqlExpression): boolean {
  return value.kind === 'column' || value.kind === 'literal'
}

/**
 * DuckDB refuses subqueries inside lambdas (`toscalar(…)` under any function written with `once`): they are worked out
 * beside the lambda and handed in.
 */
export function liftSubqueries(expression: SqlExpression): SqlExpression {
  let isWithinLambda = false
  walkExpression(expression, (part) => {
    isWithinLambda ||= part.kind === 'lambda' && holdsSubquery(part)
  })
  if (!isWithinLambda) return expression
  // All of them: those beside the lambda come to stand in the one that hands them in.
  const lifted: SqlExpression[] = []
  const rewritten = rewrite(expression, lifted)
  return sql`${call('list_transform', list([call('row', ...lifted)]), lambda(['lifted'], rewritten))}[1]`
}

function rewrite(expression: SqlExpression, lifted: SqlExpression[]): SqlExpression {
  if (expression.kind !== 'subquery' && expression.kind !== 'exists') {
    return withParts(expression, (part) => rewrite(part, lifted))
  }
  lifted.push(expression)
  return call('struct_extract', column('lifted'), literal(BigInt(lifted.length)))
}
