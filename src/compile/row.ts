import type { Span } from '../lib/diagnostic.ts'
import type { KqlType } from '../lib/kql-type.ts'
import type { OrderKey, SqlExpression, SqlType } from '../sql/tree.ts'

/**
 * How KQL's types live in DuckDB. What every row of the function tables may rely on, and must keep:
 * - `string` is VARCHAR and is never NULL: null text is the empty string.
 * - `dynamic` is JSON; KQL's null is SQL NULL at the top (a JSON `null` only inside arrays and bags).
 * - `datetime` is BIGINT: ticks of 100 ns since 0001-01-01T00:00:00Z, always within the years 1 to 9999, null beyond. What
 *   needs a calendar goes through `functions/instants.ts`; all else is arithmetic of whole numbers. `timespan` is BIGINT ticks.
 * - `long` BIGINT, `int` INTEGER, `real` DOUBLE (may be NaN or infinite), `decimal` DECIMAL(38,18), `bool` BOOLEAN, `guid` UUID.
 */
export const sqlTypeOf: Readonly<Record<KqlType, SqlType>> = {
  bool: 'BOOLEAN',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  decimal: 'DECIMAL(38,18)',
  datetime: 'BIGINT',
  timespan: 'BIGINT',
  string: 'VARCHAR',
  dynamic: 'JSON',
  guid: 'UUID',
}

/** An expression lowered: SQL, the KQL type it has, and its value where it is a constant. */
export interface TypedSql {
  readonly sql: SqlExpression
  readonly type: KqlType
  /** The constant this is, in the form of `Literal.value` (or JSON text for dynamic); undefined where it is not constant. */
  readonly constant?: null | boolean | number | bigint | string
  readonly span: Span
}

/** What a row may ask of the compiler. */
export interface EmitContext {
  /** Converts as KQL implies it (a dynamic used as a string, an int as a long, anything as text). */
  convert(value: TypedSql, to: KqlType): SqlExpression
  /** The instant that `now()` means in this query. */
  readonly now: SqlExpression
  /** The type the binder gave to the call. */
  readonly resultType: KqlType
  /** Where the call stands. */
  readonly span: Span
  /** `OVER` clause of the serialized order; refuses where the input is not serialized. */
  window(frame?: string): SqlExpression
  /** The order of the serialized input (`make_list` keeps it), or none. */
  readonly order: readonly OrderKey[]
  /** Stops with a diagnostic at a place: `refuse(argument.span, 'the group must be a constant')`. */
  refuse(span: Span, reason: string, hint?: string): never
  /** Adds a notice to the result: an approximation, a missing database. Once per text. */
  notice(text: string): void
  /** Names a JavaScript function (compile/udfs) that the SQL calls, so that the engine registers it. */
  useUdf(name: string): void
}

/** How faithful a function is to Kusto. */
export type Parity = 'exact' | { readonly approximate: string }

/** One KQL scalar function. */
export interface ScalarRow {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly doc: string
  /** What surprises: bytes or characters, base, nulls. */
  readonly trap?: string
  readonly parity: Parity
  /** KQL expression → the value it has: run by the tests on the engine. */
  readonly examples: readonly (readonly [kql: string, value: unknown])[]
  /** The SQL of a call. The type is the binder's (`context.resultType`) unless a TypedSql is returned. */
  emit(args: readonly TypedSql[], context: EmitContext): SqlExpression | TypedSql
}

/** One KQL aggregate. `emit` returns an aggregate expression; `filter` goes into its FILTER clause where given. */
export interface AggregateRow {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly doc: string
  readonly trap?: string
  readonly parity: Parity
  /** A query over `T` (datatable in the example) and the rows it yields. */
  readonly examples: readonly (readonly [kql: string, rows: readonly (readonly unknown[])[]])[]
  /** One expression per column that comes out. */
  emit(args: readonly TypedSql[], context: EmitContext): readonly SqlExpression[] | SqlExpression
}

/** What the documentation says of an operator, a plug-in of `evaluate` or a statement: the work is done by its own file. */
export interface OperatorRow {
  /** As it is written: `mv-expand`, `bag_unpack`, `let`. */
  readonly name: string
  readonly aliases?: readonly string[]
  readonly kind: 'operator' | 'scalar operator' | 'row function' | 'plug-in' | 'statement'
  /** One line: `T | take NumberOfRows`. */
  readonly syntax: string
  readonly doc: string
  /** What surprises. */
  readonly trap?: string
  readonly parity: Parity
  /** A query that brings its own rows, and the rows it yields: run by the tests on the engine. */
  readonly examples: readonly (readonly [kql: string, rows: readonly (readonly unknown[])[]])[]
}

/** A function of ours that DuckDB calls for each row: list in, list out. Pure. */
export interface Udf {
  readonly name: string
  readonly parameters: readonly SqlType[]
  readonly returns: SqlType
  /** A null argument arrives as null. Lists arrive as arrays, BIGINT (a datetime's ticks too) as bigint, JSON and VARCHAR as text. */
  evaluate(...args: readonly UdfValue[]): UdfValue
}

export type UdfValue = null | boolean | number | bigint | string | readonly UdfValue[]

/** A query compiled for DuckDB. */
export interface CompiledQuery {
  /** SQL text, ready to run. */
  readonly sql: string
  readonly columns: readonly { readonly name: string; readonly type: KqlType }[]
  readonly udfs: readonly string[]
  readonly notices: readonly string[]
  /** Tables of the workspace that are read. */
  readonly tables: readonly string[]
  /** True where the rows come in an order the query asked for. */
  readonly ordered: boolean
  /** How `render` asks to draw the result. */
  readonly chart?: string
  /** What Kusto calls the result, where it is one of several or was named. */
  readonly name?: string
  /** The results that come after the first. */
  readonly more?: readonly CompiledResult[]
  /** Tables that several results read: to be made first, in this order, on the connection that runs the results. */
  readonly shared?: readonly { readonly name: string; readonly sql: string }[]
  /** Most rows of each result, where the query itself sets a limit or lifts it. */
  readonly limit?: number
  /** Most data of each result, in bytes. */
  readonly mostBytes?: number
}

/** One of several results of a query. */
export interface CompiledResult extends Pick<CompiledQuery, 'sql' | 'columns' | 'ordered' | 'chart'> {
  readonly name: string
}
