import type { BoundQuery, Tabular } from '../kql/tree.ts'
import type { Diagnostic } from '../lib/diagnostic.ts'
import { printStatement } from '../sql/print.ts'
import { pruneColumns } from '../sql/prune.ts'
import { column, literal, type Select } from '../sql/tree.ts'
import { Compilation, type CompileOptions } from './compilation.ts'
import type { Relation } from './relation.ts'
import type { CompiledQuery } from './row.ts'
import { selectFrom } from './select.ts'

export interface CompileResult {
  /** Absent where a diagnostic is an error. */
  readonly compiled?: CompiledQuery
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * A bound query as one SQL statement for DuckDB. Its result columns stand in the order of `columns`, and are to be read
 * by position: KQL names may repeat, or differ by case only. Everything unsupported is found in one run.
 */
export function compileQuery(query: BoundQuery, options: CompileOptions): CompileResult {
  const compilation = new Compilation(query.table, options)
  const relation = compilation.compile(query.table)
  const { diagnostics } = compilation
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics }
  const final = withOutputNames(relation, compilation)
  const chart = chartOf(query.table)
  return {
    compiled: {
      sql: printStatement(pruneColumns({ with: compilation.steps, query: final })),
      columns: relation.columns.map(({ name, type }) => ({ name, type })),
      udfs: [...compilation.udfs],
      notices: [...compilation.notices],
      tables: query.tables,
      ordered: relation.order?.serialized ?? false,
      ...(chart !== undefined && { chart }),
    },
    diagnostics,
  }
}

/** The outermost SELECT: KQL's names, the order asked for, one row more than the limit. */
function withOutputNames(relation: Relation, compilation: Compilation): Select {
  const { limit } = compilation.options
  const isOrdered = relation.order?.serialized === true
  // Sort keys name their table: an output column may have the name of an inner one.
  const source = isOrdered && relation.from?.kind !== 'name' ? compilation.settle(relation) : relation
  const from = source.from?.kind === 'name' ? source.from.name : undefined
  return selectFrom(
    source,
    source.columns.map(({ name, sql }, index) => ({
      expression: sql,
      name: name === '' || name.includes('\0') ? `column${index + 1}` : name,
    })),
    {
      ...(isOrdered && {
        orderBy: source.order!.keys.map((key) => ({
          ...key,
          expression: key.expression.kind === 'column' ? column(key.expression.name, from) : key.expression,
        })),
      }),
      ...(limit !== undefined && { limit: literal(BigInt(limit) + 1n) }),
    },
  )
}

function chartOf(table: Tabular): string | undefined {
  if (table.kind === 'render') return table.chart
  return table.kind === 'as' ? chartOf(table.input) : undefined
}
