import type { Tabular } from '../kql/tree.ts'
import type { Diagnostic } from '../lib/diagnostic.ts'
import { printName, printStatement } from '../sql/print.ts'
import { pruneColumns } from '../sql/prune.ts'
import { column, type SqlExpression, type SqlStatement } from '../sql/tree.ts'
import { walkQuery } from '../sql/walk.ts'
import { Compilation, type CompileOptions, isWholeTable } from './compilation.ts'
import type { Relation } from './relation.ts'
import { selectFrom } from './select.ts'
import { letsOf } from './tree-walk.ts'

interface Shared {
  readonly name: string
  readonly compilation: Compilation
  /** What the columns of the table hold, over `from`. */
  readonly source: Relation
  readonly values: ReadonlyMap<string, SqlExpression>
  readonly relation: Relation
}

/** Tables that several results of one query read, and that are computed once: `materialize()`, the input of `fork` and `facet`. */
export class SharedTables {
  readonly diagnostics: Diagnostic[] = []
  readonly notices = new Set<string>()
  readonly udfs = new Set<string>()
  readonly #options: CompileOptions
  readonly #ids: ReadonlySet<number>
  readonly #made = new Map<number, Shared>()

  constructor(results: readonly Tabular[], options: CompileOptions) {
    this.#options = options
    const readers = new Map<number, number>()
    for (const result of results) {
      for (const { id, materialized } of letsOf(result)) if (materialized) readers.set(id, (readers.get(id) ?? 0) + 1)
    }
    this.#ids = new Set([...readers].filter(([, count]) => count > 1).map(([id]) => id))
  }

  /** The table of a `let`, where it is one that several results read. */
  relationOf(id: number, table: Tabular): Relation | undefined {
    if (!this.#ids.has(id) || isWholeTable(table)) return undefined
    const known = this.#made.get(id)
    if (known) return known.relation
    const compilation = new Compilation(table, this.#options, this)
    const source = compilation.settle(compilation.compile(table))
    this.diagnostics.push(...compilation.diagnostics)
    const values = new Map<string, SqlExpression>()
    const carry = (sql: SqlExpression) => {
      const name = `k${values.size + 1}`
      values.set(name, sql)
      return column(name)
    }
    const { order, ingestion, empty } = source
    // Only now: the tables it reads itself come before it.
    const name = `shared${this.#made.size + 1}`
    const relation: Relation = {
      columns: source.columns.map((one) => ({ ...one, sql: carry(one.sql) })),
      from: { kind: 'name', name },
      where: [],
      ...(order && {
        order: { ...order, keys: order.keys.map((key) => ({ ...key, expression: carry(key.expression) })) },
      }),
      ...(ingestion && { ingestion: carry(ingestion) }),
      ...(empty && { empty }),
    }
    this.#made.set(id, { name, compilation, source, values, relation })
    return relation
  }

  /** The statements that make the tables, each with the columns that are read of it. */
  statements(readers: readonly SqlStatement[]): { readonly name: string; readonly sql: string }[] {
    const read = new Set<string>()
    const look = (statement: SqlStatement) => {
      const visit = (expression: SqlExpression) => {
        if (expression.kind === 'column') read.add(expression.name)
      }
      for (const step of statement.with) walkQuery(step.query, visit)
      walkQuery(statement.query, visit)
    }
    for (const reader of readers) look(reader)
    const made = [...this.#made.values()].toReversed().map(({ name, compilation, source, values }) => {
      const needed = [...values].filter(([column]) => read.has(column))
      const kept = needed.length > 0 ? needed : [...values].slice(0, 1)
      const columns = kept.map(([column, expression]) => ({ name: column, expression }))
      const none = { name: 'k0', expression: { kind: 'literal', value: null } as const }
      const query = selectFrom(source, columns.length > 0 ? columns : [none])
      const statement = pruneColumns({ with: compilation.steps, query })
      look(statement)
      for (const notice of compilation.notices) this.notices.add(notice)
      for (const udf of compilation.udfs) this.udfs.add(udf)
      return { name, sql: `CREATE TEMP TABLE ${printName(name)} AS ${printStatement(statement)}` }
    })
    return made.reverse()
  }
}
