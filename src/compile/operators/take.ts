import type { Expression, Take, Top } from '../../kql/tree.ts'
import { call, literal, type SqlExpression } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { scopeOf } from '../expressions/lower.ts'
import { limited } from '../limited.ts'
import type { Relation } from '../relation.ts'
import { sorted } from './sort.ts'

/** The first rows; of an input in no order, any. */
export function compileTake(take: Take, compilation: Compilation): Relation {
  const input = compilation.compile(take.input)
  return limited(input, rowCount(take.count, compilation), compilation)
}

/** The first rows in the order of the keys. */
export function compileTop(top: Top, compilation: Compilation): Relation {
  const input = sorted(compilation.compile(top.input), top.keys, compilation)
  return limited(input, rowCount(top.count, compilation), compilation)
}

function rowCount(count: Expression, compilation: Compilation): SqlExpression {
  const scope = scopeOf({ columns: [], where: [] }, compilation)
  const value = compilation.lower(count, scope)
  const rows = emitContext({ type: 'long', span: count.span }, scope).convert(value, 'long')
  if (typeof value.constant === 'bigint' || typeof value.constant === 'number') {
    return literal(value.constant < 0 ? 0n : BigInt(value.constant))
  }
  return call('greatest', rows, literal(0n))
}
