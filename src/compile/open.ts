import type { Expression } from '../kql/tree.ts'
import type { Compilation } from './compilation.ts'
import { isRowFunction, withRowFunctions } from './operators/row-functions.ts'
import { isPlain, type Relation } from './relation.ts'
import { walkExpressions } from './tree-walk.ts'

/**
 * The input made ready for expressions: row functions in them are computed in steps of their own, and the input becomes
 * a step where an expression reads a column that is not plain (written out twice, it would be computed twice).
 */
export function openFor<T extends readonly Expression[]>(
  input: Relation,
  expressions: T,
  compilation: Compilation,
): { readonly relation: Relation; readonly expressions: T } {
  let holdsRowFunctions = false
  const read = new Set<string>()
  for (const expression of expressions) {
    walkExpressions(expression, (part) => {
      if (part.kind === 'column') read.add(part.name)
      else if (part.kind === 'star') for (const { name } of input.columns) read.add(name)
      else if (part.kind === 'call' && isRowFunction(part.name)) holdsRowFunctions = true
    })
  }
  if (holdsRowFunctions) {
    const hoisted = withRowFunctions(input, expressions, compilation)
    return { relation: hoisted.relation, expressions: hoisted.expressions as unknown as T }
  }
  const isReady = input.columns.every(({ name, sql }) => isPlain(sql) || !read.has(name))
  return { relation: isReady ? input : compilation.settle(input), expressions }
}
