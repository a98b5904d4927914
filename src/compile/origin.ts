import type { FromItem, SqlExpression } from '../sql/tree.ts'
import { isVolatile, walkExpression, withParts } from '../sql/walk.ts'

/**
 * The stored table whose rows, or some of them, a relation has: what is computed of a row alone can be computed of the stored row
 * later, so that a grouping which picks rows need carry only which.
 */
export interface Origin {
  readonly table: FromItem
  /** The engine's column of the table that says which row it is. */
  readonly rowId: SqlExpression
  /** The same over the relation's FROM clause. */
  readonly carriedRowId: SqlExpression
  /** What the columns of the relation's FROM clause are over the table; undefined where that is the table itself. */
  readonly values: ReadonlyMap<string, SqlExpression> | undefined
}

/** An expression over the relation as one over the stored table; undefined where its value is no matter of the row alone. */
export function overOrigin(expression: SqlExpression, { values }: Origin): SqlExpression | undefined {
  if (!isOfTheRow(expression)) return undefined
  if (values === undefined) return expression
  try {
    return replaced(expression, values, new Set())
  } catch (error) {
    if (error === notThere) return undefined
    throw error
  }
}

const notThere = new Error('a column the stored table does not tell')

function replaced(
  expression: SqlExpression,
  values: ReadonlyMap<string, SqlExpression>,
  parameters: ReadonlySet<string>,
): SqlExpression {
  switch (expression.kind) {
    case 'column': {
      if (parameters.has(expression.name)) return expression
      const value = values.get(expression.name)
      if (!value) throw notThere
      // A parameter of a lambda would hide a column of its name.
      walkExpression(value, (part) => {
        if (part.kind === 'column' && parameters.has(part.name)) throw notThere
      })
      return value
    }
    case 'lambda': {
      const inside = new Set([...parameters, ...expression.parameters])
      return withParts(expression, (part) => replaced(part, values, inside))
    }
    case 'subquery':
    case 'exists':
      throw notThere
    default:
      return withParts(expression, (part) => replaced(part, values, parameters))
  }
}

/** What looks at other rows, or makes rows. */
const otherRows = /\bOVER \(|\bunnest\(/

function isOfTheRow(expression: SqlExpression): boolean {
  let isOfIt = !isVolatile(expression)
  walkExpression(expression, (part) => {
    if (part.kind === 'subquery' || part.kind === 'exists') isOfIt = false
    if (part.kind === 'call' && part.name === 'unnest') isOfIt = false
    if (part.kind === 'template' && part.texts.some((text) => otherRows.test(text))) isOfIt = false
  })
  return isOfIt
}
