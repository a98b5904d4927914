import { call, caseWhen, literal, type OrderKey, type SqlExpression, sql } from '../../sql/tree.ts'
import { typedNull } from '../expressions/literal.ts'
import type { EmitContext, TypedSql } from '../row.ts'
import { sqlTypeOf } from '../row.ts'

/** The windows of the step being built. */
export interface Windows {
  /** All rows in their order, or those of one stretch between restarts; `upToHere` takes those up to the current one. */
  over(options?: { partition?: SqlExpression | undefined; upToHere?: boolean }): SqlExpression
}

/**
 * A row function at work: each expression it yields becomes a column of the next step, a reference to which is what the
 * yield returns; the expression it returns is its result.
 */
export type RowStages = Generator<SqlExpression, SqlExpression, SqlExpression>

/** Most need several stages; some yield their result at once. */
export type RowFunction = (
  args: readonly TypedSql[],
  windows: Windows,
  context: EmitContext,
) => RowStages | SqlExpression

/** Functions of neighbouring rows; `row_window_session`, which needs all rows at once, stands apart. */
export const rowFunctions: ReadonlyMap<string, RowFunction> = new Map<string, RowFunction>([
  ['prev', (args, windows, context) => neighbour('lag', args, windows, context)],
  ['next', (args, windows, context) => neighbour('lead', args, windows, context)],
  ['row_number', rowNumber],
  ['row_cumsum', cumulativeSum],
  ['row_rank_dense', denseRank],
  // The name it had before.
  ['row_rank', denseRank],
  ['row_rank_min', minimumRank],
])

/** The value some rows before or after; beyond the ends the default, or null. */
function neighbour(name: string, args: readonly TypedSql[], windows: Windows, context: EmitContext): SqlExpression {
  const [value, offset, otherwise] = args as [TypedSql, TypedSql?, TypedSql?]
  const type = value.type
  const distance = offset ? context.convert(offset, 'long') : literal(1n)
  const missing = otherwise ? context.convert(otherwise, type) : typedNull(type)
  return sql`${call(name, value.sql, distance, missing)} ${windows.over()}`
}

/** Counts from `start` (1), anew at each restart. */
function* rowNumber(args: readonly TypedSql[], windows: Windows, context: EmitContext): RowStages {
  const [start, restart] = args
  const stretch = yield* stretches(restart, windows, context)
  const number = sql`row_number() ${windows.over({ partition: stretch })}`
  if (!start || start.constant === 1n || start.constant === 1) return number
  return sql`${number} + (${context.convert(start, 'long')} - 1)`
}

/** The sum of the values so far, anew at each restart; a null adds nothing. */
function* cumulativeSum(args: readonly TypedSql[], windows: Windows, context: EmitContext): RowStages {
  const [term, restart] = args as [TypedSql, TypedSql?]
  const stretch = yield* stretches(restart, windows, context)
  const sum = sql`sum(${term.sql}) ${windows.over({ partition: stretch, upToHere: true })}`
  return { kind: 'cast', operand: sum, to: sqlTypeOf[context.resultType], try: false }
}

/** One more wherever the value differs from the row before. */
function* denseRank(args: readonly TypedSql[], windows: Windows, context: EmitContext): RowStages {
  const { stretch, changed } = yield* changes(args, windows, context)
  return sql`1 + CAST(sum(${changed}) ${windows.over({ partition: stretch, upToHere: true })} AS BIGINT)`
}

/** The number of the first row of the run of equal values. */
function* minimumRank(args: readonly TypedSql[], windows: Windows, context: EmitContext): RowStages {
  const { stretch, changed } = yield* changes(args, windows, context)
  const number = yield sql`row_number() ${windows.over({ partition: stretch })}`
  const starts = caseWhen([[sql`${changed} = 1 OR ${number} = 1`, number]], literal(null))
  return sql`max(${starts}) ${windows.over({ partition: stretch, upToHere: true })}`
}

/** 1 for rows whose value differs from the one before in their stretch, else 0. */
function* changes(
  args: readonly TypedSql[],
  windows: Windows,
  context: EmitContext,
): Generator<SqlExpression, { stretch: SqlExpression | undefined; changed: SqlExpression }, SqlExpression> {
  const [term, restart] = args as [TypedSql, TypedSql?]
  const stretch = yield* stretches(restart, windows, context)
  const isFirst = sql`row_number() ${windows.over({ partition: stretch })} = 1`
  const differs = sql`lag(${term.sql}) ${windows.over({ partition: stretch })} IS DISTINCT FROM ${term.sql}`
  const changed = yield caseWhen(
    [
      [isFirst, literal(0n)],
      [differs, literal(1n)],
    ],
    literal(0n),
  )
  return { stretch, changed }
}

/** The number of restarts so far, which rows between two of them share; none where nothing ever restarts. */
function* stretches(
  restart: TypedSql | undefined,
  windows: Windows,
  context: EmitContext,
): Generator<SqlExpression, SqlExpression | undefined, SqlExpression> {
  if (!restart || restart.constant === false) return undefined
  const flag = caseWhen([[context.convert(restart, 'bool'), literal(1n)]], literal(null))
  return yield sql`count(${flag}) ${windows.over({ upToHere: true })}`
}

/** `OVER (PARTITION BY … ORDER BY … ROWS …)` */
export function overClause(
  keys: readonly OrderKey[],
  { partition = [], upToHere = false }: { partition?: readonly SqlExpression[]; upToHere?: boolean } = {},
): SqlExpression {
  const texts: string[] = ['OVER (']
  const holes: SqlExpression[] = []
  const add = (hole: SqlExpression, before: string, after: string) => {
    texts[texts.length - 1] += before
    holes.push(hole)
    texts.push(after)
  }
  partition.forEach((one, index) => {
    add(one, index === 0 ? 'PARTITION BY ' : ', ', '')
  })
  const space = partition.length > 0 ? ' ' : ''
  keys.forEach((key, index) => {
    add(key.expression, index === 0 ? `${space}ORDER BY ` : ', ', ` ${key.direction} NULLS ${key.nulls}`)
  })
  // Not RANGE, the default, which would take in all rows that sort alike.
  texts[texts.length - 1] += upToHere ? ' ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)' : ')'
  return { kind: 'template', texts, holes }
}
