/**
 * SQL as a tree. One printer (`print.ts`) decides quoting and parentheses, one function prints literals. Nothing builds
 * SQL text by joining strings: a piece of SQL is written with the `sql` tag, whose holes take trees.
 */
import type { KqlType } from '../lib/kql-type.ts'

export type SqlType =
  | 'BOOLEAN'
  | 'INTEGER'
  | 'BIGINT'
  | 'HUGEINT'
  | 'DOUBLE'
  | 'DECIMAL(38,18)'
  | 'DECIMAL(38,0)'
  | 'VARCHAR'
  | 'JSON'
  | 'UUID'
  | `${'BOOLEAN' | 'BIGINT' | 'DOUBLE' | 'VARCHAR' | 'JSON'}[]`
  | `${'BOOLEAN' | 'BIGINT' | 'DOUBLE' | 'VARCHAR'}[][]`

export type SqlExpression =
  /** A literal; bigint prints as BIGINT, number as DOUBLE, string as VARCHAR. */
  | { readonly kind: 'literal'; readonly value: null | boolean | number | bigint | string }
  /** A column of a table alias in scope. */
  | { readonly kind: 'column'; readonly table?: string; readonly name: string }
  /** SQL text around trees: `texts.length === holes.length + 1`. A hole is put in parentheses unless it is atomic. */
  | { readonly kind: 'template'; readonly texts: readonly string[]; readonly holes: readonly SqlExpression[] }
  /** A function of DuckDB, or one of ours registered on it. */
  | {
      readonly kind: 'call'
      readonly name: string
      readonly arguments: readonly SqlExpression[]
      /** Of `to_json` over a list that is never NULL: the KQL type of the elements. It is not printed. */
      readonly elements?: KqlType
    }
  | { readonly kind: 'cast'; readonly operand: SqlExpression; readonly to: SqlType; readonly try: boolean }
  | {
      readonly kind: 'case'
      readonly when: readonly (readonly [SqlExpression, SqlExpression])[]
      readonly else: SqlExpression
    }
  | { readonly kind: 'list'; readonly items: readonly SqlExpression[] }
  | { readonly kind: 'lambda'; readonly parameters: readonly string[]; readonly body: SqlExpression }
  | { readonly kind: 'subquery'; readonly query: SqlQuery }
  | { readonly kind: 'exists'; readonly query: SqlQuery }

export interface OrderKey {
  readonly expression: SqlExpression
  readonly direction: 'ASC' | 'DESC'
  readonly nulls: 'FIRST' | 'LAST'
}

export type FromItem =
  /** A table or a step; `catalog`: of another database than the one the statement runs in. */
  | { readonly kind: 'name'; readonly name: string; readonly alias?: string; readonly catalog?: string }
  | { readonly kind: 'subquery'; readonly query: SqlQuery; readonly alias: string }
  | {
      readonly kind: 'join'
      readonly join: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'SEMI' | 'ANTI' | 'CROSS' | 'POSITIONAL'
      readonly left: FromItem
      readonly right: FromItem
      readonly on?: SqlExpression
    }
  /** A table function or an unnest: `unnest(…) AS alias(columns)`, LATERAL by DuckDB's rule. */
  | {
      readonly kind: 'function'
      readonly call: SqlExpression
      readonly alias: string
      readonly columns: readonly string[]
    }

export interface Select {
  readonly kind: 'select'
  readonly distinct?: boolean
  readonly distinctOn?: readonly SqlExpression[]
  readonly columns: readonly { readonly expression: SqlExpression; readonly name: string }[]
  readonly from?: FromItem
  readonly where?: SqlExpression
  readonly groupBy?: readonly SqlExpression[]
  readonly having?: SqlExpression
  readonly qualify?: SqlExpression
  readonly orderBy?: readonly OrderKey[]
  readonly limit?: SqlExpression
}

export interface Values {
  readonly kind: 'values'
  readonly rows: readonly (readonly SqlExpression[])[]
}

export interface UnionAll {
  readonly kind: 'union-all'
  readonly members: readonly SqlQuery[]
}

export type SqlQuery = Select | Values | UnionAll

/** A statement: named steps and the query over them. */
export interface SqlStatement {
  readonly with: readonly {
    readonly name: string
    readonly query: SqlQuery
    readonly materialized?: boolean
    readonly columns?: readonly string[]
    /** The query is a union whose second member reads the step itself. */
    readonly recursive?: boolean
  }[]
  readonly query: SqlQuery
}

/** `sql\`length(${s})\``: text of ours around trees. Never put a user's text in the template: use `literal`. */
export function sql(texts: TemplateStringsArray, ...holes: readonly SqlExpression[]): SqlExpression {
  return { kind: 'template', texts: [...texts], holes }
}

export function literal(value: null | boolean | number | bigint | string): SqlExpression {
  return { kind: 'literal', value }
}

export function column(name: string, table?: string): SqlExpression {
  return table === undefined ? { kind: 'column', name } : { kind: 'column', name, table }
}

export function call(name: string, ...args: readonly SqlExpression[]): SqlExpression {
  return { kind: 'call', name, arguments: args }
}

export function cast(operand: SqlExpression, to: SqlType): SqlExpression {
  return { kind: 'cast', operand, to, try: false }
}

/** Null where the value does not fit. */
export function tryCast(operand: SqlExpression, to: SqlType): SqlExpression {
  return { kind: 'cast', operand, to, try: true }
}

export function caseWhen(
  when: readonly (readonly [SqlExpression, SqlExpression])[],
  otherwise: SqlExpression,
): SqlExpression {
  return { kind: 'case', when, else: otherwise }
}

export function list(items: readonly SqlExpression[]): SqlExpression {
  return { kind: 'list', items }
}

export function lambda(parameters: readonly string[], body: SqlExpression): SqlExpression {
  return { kind: 'lambda', parameters, body }
}
