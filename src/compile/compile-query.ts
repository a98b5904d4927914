import type { BoundQuery, Tabular } from '../kql/tree.ts'
import type { Diagnostic } from '../lib/diagnostic.ts'
import { printStatement } from '../sql/print.ts'
import { pruneColumns } from '../sql/prune.ts'
import { column, literal, type Select } from '../sql/tree.ts'
import { Compilation, type CompileOptions } from './compilation.ts'
import type { Relation } from './relation.ts'
import type { CompiledQuery, CompiledResult } from './row.ts'
import { selectFrom } from './select.ts'
import { SharedTables } from './shared-tables.ts'

export interface CompileResult {
  /** Absent where a diagnostic is an error. */
  readonly compiled?: CompiledQuery
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * A bound query as SQL for DuckDB: one statement a result. Its result columns stand in the order of `columns`, and are to be
 * read by position: KQL names may repeat, or differ by case only. Everything unsupported is found in one run.
 */
export function compileQuery(query: BoundQuery, given: CompileOptions): CompileResult {
  const options = { ...given, ...(query.settings?.now !== undefined && { now: query.settings.now }) }
  const { table, more = [] } = query
  const tables = [table, ...more.map((each) => each.table)]
  const shared = new SharedTables(tables, options)
  const results = tables.map((each) => compileResult(each, options, shared))
  const diagnostics = unique([...results.flatMap(({ compilation }) => compilation.diagnostics), ...shared.diagnostics])
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics }
  const before = shared.statements(results.map(({ statement }) => statement))
  const compilations = [shared, ...results.map(({ compilation }) => compilation)]
  const [first, ...others] = results.map(({ result }) => result) as [Result, ...Result[]]
  return {
    compiled: {
      ...first,
      udfs: [...new Set(compilations.flatMap(({ udfs }) => [...udfs]))],
      notices: [...new Set(compilations.flatMap(({ notices }) => [...notices]))],
      tables: query.tables,
      ...(query.name !== undefined && { name: query.name }),
      ...(others.length > 0 && { more: others.map((each, index) => ({ ...each, name: more[index]!.name })) }),
      ...(before.length > 0 && { shared: before }),
    },
    diagnostics,
  }
}

type Result = Omit<CompiledResult, 'name'>

function compileResult(table: Tabular, options: CompileOptions, shared: SharedTables) {
  const compilation = new Compilation(table, options, shared)
  const relation = compilation.compile(table)
  const chart = chartOf(table)
  // What was refused leaves nothing to print.
  const isWhole = !compilation.diagnostics.some(({ severity }) => severity === 'error')
  const statement = pruneColumns({ with: compilation.steps, query: withOutputNames(relation, compilation) })
  const result: Result = {
    sql: isWhole ? printStatement(statement) : '',
    columns: relation.columns.map(({ name, type }) => ({ name, type })),
    ordered: relation.order?.serialized ?? false,
    ...(chart !== undefined && { chart }),
  }
  return { compilation, statement, result }
}

/** Results that share a `let` find the same wrong in it. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byText = new Map(
    diagnostics.map((each) => [`${each.span.start} ${each.span.end} ${each.source?.name ?? ''} ${each.message}`, each]),
  )
  return [...byText.values()]
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
    // A statement has a column, whatever comes out of it.
    source.columns.length === 0
      ? [{ expression: literal(null), name: 'nothing' }]
      : source.columns.map(({ name, sql }, index) => ({
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
