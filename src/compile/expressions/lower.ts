import type { ColumnReference, Expression } from '../../kql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { Refusal } from '../refusal.ts'
import type { Relation } from '../relation.ts'
import type { TypedSql } from '../row.ts'
import { lowerUnary } from './arithmetic.ts'
import { lowerBinary } from './binary.ts'
import { lowerCall } from './call.ts'
import { lowerBetween } from './comparison.ts'
import { emitContext } from './emit-context.ts'
import { lowerHasAnyOf } from './has-any.ts'
import { lowerInList, lowerInTable } from './in-list.ts'
import { lowerPart, lowerPath } from './json-path.ts'
import { lowerDynamicLiteral, lowerLiteral } from './literal.ts'
import { lowerScalarQuery } from './scalar-query.ts'

/** What an expression may read. */
export interface Scope {
  readonly compilation: Compilation
  /** The SQL of a column. */
  readonly resolve: (reference: ColumnReference) => TypedSql
  /** The rows the expression is computed over: their order, the columns `*` stands for. */
  readonly relation: Relation
  /** Calls of aggregates are allowed. */
  readonly aggregates: boolean
}

/** The scope of an operator's expressions: the columns of its input. */
export function scopeOf(relation: Relation, compilation: Compilation, options: { aggregates?: boolean } = {}): Scope {
  const columns = new Map(relation.columns.map((one) => [one.name, one]))
  return {
    compilation,
    relation,
    aggregates: options.aggregates ?? false,
    resolve({ name, span }) {
      const found = columns.get(name)
      // The binder lets a table inside an expression read the row around it; the engine computes such tables once.
      if (!found)
        throw new Refusal(span, `the column \`${name}\` cannot be read here: this is computed once, not for each row`)
      return { sql: found.sql, type: found.type, span }
    },
  }
}

type Lowerers = {
  readonly [K in Expression['kind']]: (expression: Extract<Expression, { kind: K }>, scope: Scope) => TypedSql
}

const lowerers: Lowerers = {
  literal: lowerLiteral,
  column: (reference, scope) => scope.resolve(reference),
  call: lowerCall,
  binary: lowerBinary,
  unary: lowerUnary,
  between: lowerBetween,
  'in-list': lowerInList,
  'in-table': lowerInTable,
  'has-any': lowerHasAnyOf,
  'has-all': lowerHasAnyOf,
  member: lowerPath,
  element: lowerPath,
  dynamic: lowerDynamicLiteral,
  conversion: (conversion, scope) => {
    const operand = lower(conversion.operand, scope)
    const converted = emitContext(conversion, scope).convert(operand, conversion.type)
    return { sql: converted, type: conversion.type, span: conversion.span }
  },
  'scalar-query': lowerScalarQuery,
  part: lowerPart,
  star: ({ span }, scope) =>
    emitContext({ type: 'string', span }, scope).refuse(span, '`*` stands for columns only before a string operator'),
}

/** The SQL of an expression, its type and, where it is one, its constant. Throws a Refusal. */
export function lower(expression: Expression, scope: Scope): TypedSql {
  return lowerWith(expression, scope)
}

function lowerWith<K extends Expression['kind']>(expression: Extract<Expression, { kind: K }>, scope: Scope): TypedSql {
  return lowerers[expression.kind as K](expression, scope)
}
