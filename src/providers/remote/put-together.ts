import { HuntletError } from '../../lib/diagnostic.ts'
import { Table } from '../../lib/table.ts'
import { cutNotice } from '../local/result-limits.ts'
import { cancelled } from '../local/thread.ts'
import type { QueryPiece, QueryTable } from '../workspace.ts'
import { appendTables, firstRows, haveSameColumns } from './append-tables.ts'
import { errorOf } from './fault-error.ts'
import type { AskedPiece } from './pieces.ts'
import type { QueryRun } from './run-query.ts'
import type { Splitting } from './splitting.ts'
import { noticesOf } from './whole-answer.ts'

/** The answer out of those over the parts of its range. Throws where no part was answered. */
export function together(
  asked: readonly AskedPiece[],
  run: QueryRun,
  splitting: Exclude<Splitting, { readonly kind: 'whole' }>,
  durationMs: number,
): QueryTable {
  if (run.asker.signal.aborted) throw cancelled(run.asker.signal)
  const { rows, isLimitGiven, query } = run
  const tables = asked.flatMap(({ answer }) => (answer ? [answer.tables[0].table] : []))
  const failure = asked.find(({ fault }) => fault)?.fault
  if (tables.length === 0) throw errorOf(failure, undefined)
  if (!haveSameColumns(tables)) {
    throw new HuntletError(
      'BAD_ANSWER',
      'The service gave other columns for one part of the time range than for another.',
      {
        hint: 'Ask again: a table may have changed meanwhile.',
      },
    )
  }
  const { kind } = splitting
  // Each part gave as many as are wanted of all.
  const all =
    kind === 'count' ? sumOf(tables) : firstRows(appendTables(tables), splitting.most ?? Number.POSITIVE_INFINITY)
  const isCut = all.rowCount > rows
  const pieces = asked.map(({ piece }) => piece)
  const chart = asked.find(({ answer }) => answer?.chart ?? answer?.tables[0].chart)?.answer
  const failed = pieces.filter(({ status }) => status === 'failed')
  const isPartial = failed.length > 0 || asked.some(({ answer }) => answer?.shortfall?.kind === 'other')
  const isShort = isCut || pieces.some(({ status }) => status === 'truncated')
  return {
    table: firstRows(all, rows),
    completeness: {
      status: isPartial ? 'partial' : isShort ? 'truncated' : 'complete',
      notices: [
        ...new Set([...noticesOf(query), ...asked.flatMap(({ answer }) => answer?.notices ?? [])]),
        ...pieces.filter(({ status }) => status !== 'complete').map(pieceNotice),
        ...(failed.length > 0 && kind === 'count' ? ['the count is that of the other parts of the time range'] : []),
        ...(isCut ? [cutNotice({ rows }, rows, false, isLimitGiven)] : []),
      ],
    },
    durationMs,
    pieces,
    ...(chart && { chart: chart.chart ?? chart.tables[0].chart! }),
  }
}

function pieceNotice({ start, end, status, rowCount, message = '' }: QueryPiece): string {
  const range = `from ${start} up to ${end}`
  if (status === 'failed') return `no rows ${range}: ${message}`
  return `only ${rowCount.toLocaleString('en')} rows ${range}, and there are more: ${message}`
}

function sumOf(tables: readonly Table[]): Table {
  const sum = tables.reduce((sum, table) => sum + BigInt(String(table.cell(0, 0) ?? 0)), 0n)
  return Table.fromRows(tables[0]!.columns, [[sum]])
}
