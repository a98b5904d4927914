import type { ServiceQuery } from '../local/compiler/service-binder.ts'
import { cutNotice } from '../local/result-limits.ts'
import type { QueryTable } from '../workspace.ts'
import { firstRows } from './append-tables.ts'
import { isTooMuch } from './pieces.ts'
import type { QueryRun } from './run-query.ts'
import type { WireAnswer } from './wire.ts'

const nextStep = 'Ask for a shorter time range, filter and summarize earlier, or ask for fewer columns.'

/** What the service gave to one question, and how much of it that is. `because`: why it was not split. */
export function wholeAnswer(run: QueryRun, answer: WireAnswer, durationMs: number, because?: string): QueryTable {
  const { query, rows, isLimitGiven } = run
  const { shortfall } = answer
  const [first, ...more] = answer.tables.map((each) => ({ ...each, table: firstRows(each.table, rows) }))
  const isCut = answer.tables.some(({ table }) => table.rowCount > rows)
  const isFull = isCut || (isTooMuch(shortfall) && first!.table.rowCount >= rows)
  const why = because ?? (query.splitting.kind === 'whole' ? query.splitting.because : undefined)
  const given = first!.table.rowCount.toLocaleString('en')
  const short =
    shortfall === undefined || (isFull && shortfall.kind !== 'other')
      ? []
      : shortfall.kind === 'other'
        ? [`a part of the work failed at the service: ${shortfall.message}`]
        : [
            `the service gave ${given} rows of more: ${shortfall.message} It is asked as one question: ${why}. ${nextStep}`,
          ]
  const chart = first!.chart ?? answer.chart
  return {
    table: first!.table,
    completeness: {
      status: shortfall?.kind === 'other' ? 'partial' : isFull || short.length > 0 ? 'truncated' : 'complete',
      notices: [
        ...new Set([...noticesOf(query), ...rangeNotices(run), ...(answer.notices ?? [])]),
        ...short,
        ...(isFull ? [cutNotice({ rows }, rows, false, isLimitGiven)] : []),
      ],
    },
    durationMs,
    ...(chart !== undefined && { chart }),
    ...(more.length > 0 && { name: first!.name, more }),
  }
}

/** Where the service alone keeps to the range it may do so for lists too, which have no time in the query's sense. */
function rangeNotices({ query, range }: QueryRun): string[] {
  const [wide] = query.wide
  if (!range || wide === undefined || !query.readsWatchlists) return []
  return [
    `the service may apply the time range to watchlists too, as ${wide} cannot be narrowed in the text: name tables instead`,
  ]
}

/** What is to be known of a query however it was answered. */
export function noticesOf({ missing, notices }: ServiceQuery): string[] {
  return [...missing.map((name) => `no ${name} in this workspace`), ...notices]
}
