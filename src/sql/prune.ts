import type { Select, SqlExpression, SqlQuery, SqlStatement } from './tree.ts'
import { tablesOf, walkExpression, walkQuery } from './walk.ts'

/**
 * The statement without the steps, and without the columns of its steps, that nothing later reads. A name means one thing in the whole
 * statement (the compiler's `c17`), so that names alone tell what is read.
 */
export function pruneColumns(statement: SqlStatement): SqlStatement {
  const live = new Set<string>()
  const read = (expression: SqlExpression) => {
    if (expression.kind === 'column') live.add(expression.name)
  }
  walkQuery(statement.query, read)
  const tables = new Set(tablesOf(statement.query))
  const steps: SqlStatement['with'][number][] = []
  for (const step of statement.with.toReversed()) {
    if (!tables.has(step.name)) continue
    const names = step.columns ?? outputNames(step.query)
    const kept = step.recursive ? new Set(names.keys()) : keptColumns(names, step.query, live)
    const query = keepColumns(step.query, kept)
    walkQuery(query, read)
    for (const name of tablesOf(query)) tables.add(name)
    steps.push(
      step.columns
        ? { ...step, columns: step.columns.filter((_, index) => kept.has(index)), query }
        : { ...step, query },
    )
  }
  return { with: steps.reverse(), query: statement.query }
}

function outputNames(query: SqlQuery): readonly string[] {
  switch (query.kind) {
    case 'select':
      return query.columns.map((column) => column.name)
    case 'union-all':
      return outputNames(query.members[0]!)
    case 'values':
      return query.rows[0]?.map(() => '') ?? []
  }
}

/** The positions to keep: those read, those that decide how many rows there are, and one at least. */
function keptColumns(names: readonly string[], query: SqlQuery, live: ReadonlySet<string>): ReadonlySet<number> {
  const all = new Set(names.keys())
  const needed = neededNames(query)
  if (needed === 'all') return all
  const kept = new Set([...all].filter((index) => live.has(names[index]!) || needed.has(names[index]!)))
  return kept.size > 0 ? kept : new Set([0])
}

function neededNames(query: SqlQuery): ReadonlySet<string> | 'all' {
  switch (query.kind) {
    case 'values':
      return new Set()
    case 'union-all': {
      const members = query.members.map(neededNames)
      return members.includes('all')
        ? 'all'
        : new Set((members as ReadonlySet<string>[]).flatMap((names) => [...names]))
    }
    case 'select':
      return query.distinct ? 'all' : ownNames(query)
  }
}

/** Columns a select reads of itself by their alias (GROUP BY, ORDER BY …), and those with an unnest. */
function ownNames(select: Select): ReadonlySet<string> {
  const names = new Set<string>()
  const read = (expression: SqlExpression) => {
    if (expression.kind === 'column' && expression.table === undefined) names.add(expression.name)
  }
  for (const expression of [...(select.groupBy ?? []), ...(select.distinctOn ?? [])]) walkExpression(expression, read)
  for (const expression of [select.having, select.qualify]) if (expression) walkExpression(expression, read)
  for (const key of select.orderBy ?? []) walkExpression(key.expression, read)
  for (const column of select.columns) {
    walkExpression(column.expression, (expression) => {
      if (expression.kind === 'call' && expression.name === 'unnest') names.add(column.name)
    })
  }
  return names
}

function keepColumns(query: SqlQuery, kept: ReadonlySet<number>): SqlQuery {
  switch (query.kind) {
    case 'select':
      return { ...query, columns: query.columns.filter((_, index) => kept.has(index)) }
    case 'union-all':
      return { ...query, members: query.members.map((member) => keepColumns(member, kept)) }
    case 'values':
      return { ...query, rows: query.rows.map((row) => row.filter((_, index) => kept.has(index))) }
  }
}
