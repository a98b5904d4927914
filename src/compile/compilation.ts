import type { Expression, ExternalData, Tabular } from '../kql/tree.ts'
import type { Diagnostic, Span } from '../lib/diagnostic.ts'
import type { KqlType } from '../lib/kql-type.ts'
import {
  column,
  type FromItem,
  literal,
  type OrderKey,
  type SqlExpression,
  type SqlQuery,
  type SqlStatement,
} from '../sql/tree.ts'
import { typedNull } from './expressions/literal.ts'
import { lower, type Scope } from './expressions/lower.ts'
import { operators } from './operators/index.ts'
import { type Origin, overOrigin } from './origin.ts'
import { Refusal } from './refusal.ts'
import type { Relation } from './relation.ts'
import type { TypedSql } from './row.ts'
import { selectFrom } from './select.ts'
import type { SharedTables } from './shared-tables.ts'
import { countLetUses } from './tree-walk.ts'
import { listWithin, type TypedList } from './typed-list.ts'

/** Where a table of the workspace stands in the database. */
export interface PhysicalTable {
  /** The table or view of DuckDB. */
  readonly name: string
  /** The database it is in, where that is another than the one queries run in. */
  readonly catalog?: string
  /**
   * The database's column for each KQL column. Types are those of `sqlTypeOf`; text is never NULL, a dynamic null is
   * SQL NULL. Names such as `c17` are the compiler's own and must not be used.
   */
  readonly columns: ReadonlyMap<string, string>
  /** A column (or DuckDB's `rowid`) that says in which order rows were read; it decides ties. */
  readonly rowOrder?: string
}

export interface CompileOptions {
  /** The physical table of a name; undefined where the workspace has none. */
  readonly tables: (name: string) => PhysicalTable | undefined
  /** The instant `now()` means, ticks since 0001-01-01. */
  readonly now: bigint
  /** Rows of tables with a TimeGenerated outside [start, end) are not seen; ticks since 0001-01-01. */
  readonly timespan?: { readonly start: bigint; readonly end: bigint }
  /** The table into which the workspace has read files beside its own, by `externalKey`. */
  readonly external?: (key: string, external: ExternalData) => PhysicalTable | undefined
  /** Most rows wanted: the SQL yields at most one more, which shows that there are more. */
  readonly limit?: number
}

/** A single value, in a step of one row at most. */
export interface ScalarStep {
  readonly from: FromItem
  readonly column: string
  readonly type: KqlType
}

/** One query on its way to SQL: the steps so far, the names given, and all that is to be said about it. */
export class Compilation {
  readonly options: CompileOptions
  readonly diagnostics: Diagnostic[] = []
  readonly notices = new Set<string>()
  readonly udfs = new Set<string>()
  /** The rows that queries over groups read, by the id of their `GroupRows`. */
  readonly groups = new Map<number, Relation>()
  readonly #steps: SqlStatement['with'][number][] = []
  readonly #lets = new Map<number, Relation>()
  readonly #scalars = new Map<Tabular, ScalarStep>()
  readonly #origins = new WeakMap<FromItem, Origin>()
  readonly #lists = new WeakMap<SqlExpression, TypedList>()
  readonly #letUses: ReadonlyMap<number, number>
  readonly #shared: SharedTables | undefined
  #columnCount = 0

  constructor(query: Tabular, options: CompileOptions, shared?: SharedTables) {
    this.options = options
    this.#shared = shared
    this.#letUses = countLetUses(query)
  }

  get steps(): SqlStatement['with'] {
    return this.#steps
  }

  /** A name no other column of the statement has. */
  nextColumn(): string {
    this.#columnCount++
    return `c${this.#columnCount}`
  }

  /** Adds a step to the WITH clause; a function makes one that reads itself. */
  addStep(
    query: SqlQuery | ((self: FromItem) => SqlQuery),
    options: { materialized?: boolean; columns?: readonly string[] } = {},
  ): FromItem {
    const name = `s${this.#steps.length + 1}`
    const isRecursive = typeof query === 'function'
    this.#steps.push({
      name,
      query: isRecursive ? query({ kind: 'name', name }) : query,
      ...(isRecursive && { recursive: true }),
      // Steps are read once, or asked to be computed once: never left to the engine to decide.
      materialized: options.materialized ?? false,
      ...(options.columns ? { columns: options.columns } : {}),
    })
    return { kind: 'name', name }
  }

  /** The stored table whose rows a FROM clause has, each at most as it was stored; undefined for all others. */
  originOf(from: FromItem): Origin | undefined {
    return this.#origins.get(from)
  }

  /** Says that a FROM clause is a stored table, whose column `rowId` is the engine's own. */
  isStored(from: FromItem, rowId: SqlExpression): void {
    this.#origins.set(from, { table: from, rowId, carriedRowId: rowId, values: undefined })
  }

  /** The list a dynamic array is written from, where it is known: reading the JSON is spared. */
  listOf(array: SqlExpression): TypedList | undefined {
    return this.#lists.get(array) ?? listWithin(array)
  }

  /** Says from which list the array in a column was written. */
  hasList(array: SqlExpression, list: TypedList): void {
    this.#lists.set(array, list)
  }

  /** The table compiled. What is refused becomes a diagnostic, and a table without rows in its place. */
  compile(table: Tabular): Relation {
    try {
      return compileWith(table, this)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.diagnostics.push(error.diagnostic)
      return { columns: table.columns.map((one) => ({ ...one, sql: typedNull(one.type) })), where: [] }
    }
  }

  /** A tabular `let`, compiled at its first use; a step of its own where it is used again. */
  compileLet(id: number, table: Tabular, materialized: boolean): Relation {
    const known = this.#lets.get(id) ?? this.#shared?.relationOf(id, table)
    if (known) return known
    const once = materialized || (this.#letUses.get(id) ?? 1) > 1
    const compiled = this.compile(table)
    const relation = once && !isWholeTable(table) ? this.settle(compiled, { materialized: true }) : compiled
    this.#lets.set(id, relation)
    return relation
  }

  /** The first column of a table's first row, as a step of its own; undefined where the table has no column. */
  compileScalar(table: Tabular): ScalarStep | undefined {
    const known = this.#scalars.get(table)
    if (known) return known
    const relation = this.compile(table)
    const first = relation.columns[0]
    if (!first) return undefined
    if (relation.group) throw new Refusal(table.span, '`toscalar` over the rows of a group is not supported')
    const name = this.nextColumn()
    const query = selectFrom(relation, [{ expression: first.sql, name }], {
      ...(relation.order && { orderBy: relation.order.keys }),
      limit: literal(1n),
    })
    const step = { from: this.addStep(query, { materialized: true }), column: name, type: first.type }
    this.#scalars.set(table, step)
    return step
  }

  /** The expression lowered. What is refused becomes a diagnostic, and a null in its place. */
  lower(expression: Expression, scope: Scope): TypedSql {
    return this.attempt(
      () => lower(expression, scope),
      () => nullOf(expression.type, expression.span),
    )
  }

  attempt<T>(compile: () => T, otherwise: () => T): T {
    try {
      return compile()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.diagnostics.push(error.diagnostic)
      return otherwise()
    }
  }

  /** Our own names stay; a column of a table gets one name however often it is carried. */
  #nameInStep(expression: SqlExpression, foreign: Map<string, string>): string {
    if (expression.kind !== 'column') return this.nextColumn()
    if (isOwnName(expression.name)) return expression.name
    const known = foreign.get(expression.name) ?? this.nextColumn()
    foreign.set(expression.name, known)
    return known
  }

  /** The relation as a step, its columns plain references. A relation that is one already stays as it is. */
  settle(
    relation: Relation,
    options: {
      materialized?: boolean
      limit?: SqlExpression
      orderBy?: readonly OrderKey[]
      distinctOn?: readonly SqlExpression[]
      qualify?: SqlExpression
    } = {},
  ): Relation {
    const { materialized = false, ...clauses } = options
    if (!materialized && Object.keys(clauses).length === 0 && isSettled(relation)) return relation
    const columns = new Map<string, SqlExpression>()
    const foreign = new Map<string, string>()
    const carry = (expression: SqlExpression): SqlExpression => {
      const name = this.#nameInStep(expression, foreign)
      columns.set(name, expression)
      return column(name)
    }
    const carried = relation.columns.map((one) => {
      const sql = carry(one.sql)
      const list = this.listOf(one.sql)
      if (list) this.hasList(sql, { ...list, sql: carry(list.sql) })
      return { ...one, sql }
    })
    const order = relation.order && {
      ...relation.order,
      keys: relation.order.keys.map((key): OrderKey => ({ ...key, expression: carry(key.expression) })),
    }
    const group = relation.group && carry(relation.group)
    const ingestion = relation.ingestion && carry(relation.ingestion)
    const origin = relation.from && this.originOf(relation.from)
    const carriedRowId = origin && carry(origin.carriedRowId)
    const unique = relation.unique?.every((name) => columns.has(name)) ? relation.unique : undefined
    const query = selectFrom(
      relation,
      [...columns].map(([name, expression]) => ({ name, expression })),
      clauses,
    )
    const from = this.addStep(query, { materialized })
    if (origin && carriedRowId) {
      const values = [...columns].flatMap(([name, expression]) => {
        const value = overOrigin(expression, origin)
        return value ? [[name, value] as const] : []
      })
      this.#origins.set(from, { ...origin, carriedRowId, values: new Map(values) })
    }
    return {
      columns: carried,
      from,
      where: [],
      ...(order && { order }),
      ...(group && { group }),
      ...(ingestion && { ingestion }),
      ...(unique && { unique }),
      ...(relation.empty && { empty: true }),
    }
  }
}

function compileWith<K extends Tabular['kind']>(
  table: Extract<Tabular, { kind: K }>,
  compilation: Compilation,
): Relation {
  return operators[table.kind as K](table, compilation)
}

function nullOf(type: KqlType, span: Span): TypedSql {
  return { sql: typedNull(type), type, constant: type === 'string' ? '' : null, span }
}

function isOwnName(name: string): boolean {
  return /^c\d+$/.test(name)
}

function isColumn(expression: SqlExpression): boolean {
  return expression.kind === 'column' && isOwnName(expression.name)
}

/** A table of the workspace as it is: reading it twice costs less than keeping a copy. */
export function isWholeTable(table: Tabular): boolean {
  if (table.kind === 'let-table') return isWholeTable(table.table)
  return table.kind === 'table' || (table.kind === 'as' && isWholeTable(table.input))
}

function isSettled(relation: Relation): boolean {
  return (
    relation.from?.kind === 'name' &&
    relation.where.length === 0 &&
    relation.columns.every(({ sql }) => isColumn(sql)) &&
    (relation.order?.keys.every((key) => isColumn(key.expression)) ?? true) &&
    (relation.group === undefined || isColumn(relation.group)) &&
    (relation.ingestion === undefined || isColumn(relation.ingestion))
  )
}
