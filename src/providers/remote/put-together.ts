import { HuntletError } from '../../lib/diagnostic.ts'
import { Table } from '../../lib/table.ts'
import { cutNotice } from '../local/result-limits.ts'
import { cancelled } from '../local/thread.ts'
import type { QueryPiece, QueryTable } from '../workspace.ts'
import { appendTables, firstRows, haveSameColumns } from './append-tables.ts'
import { errorOf } from './fault-error.ts'
import { mergeGroups, SumTooLarge } from './merge-groups.ts'
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
  const all = allOf(tables, splitting)
  const isCut = all.rowCount > rows
  const pieces = asked.map(({ piece }) => piece)
  const chart = asked.find(({ answer }) => answer?.chart ?? answer?.tables[0].chart)?.answer
  const failed = pieces.filter(({ status }) => status === 'failed')
  const isShort = pieces.some(({ status }) => status === 'truncated')
  const isPartial =
    failed.length > 0 ||
    // What is counted of rows that are cut is a wrong number, not fewer rows.
    (isShort && splitting.kind !== 'rows') ||
    asked.some(({ answer }) => answer?.shortfall?.kind === 'other')
  return {
    table: firstRows(all, rows),
    completeness: {
      status: isPartial ? 'partial' : isShort || isCut ? 'truncated' : 'complete',
      notices: [
        ...new Set([...noticesOf(query), ...asked.flatMap(({ answer }) => answer?.notices ?? [])]),
        ...shortPieces(pieces).map(pieceNotice),
        ...(splitting.kind !== 'rows' && (failed.length > 0 || isShort)
          ? ['what is counted, summed up or compared is of the rest of the time range alone']
          : []),
        ...(isCut ? [cutNotice({ rows }, rows, false, isLimitGiven)] : []),
      ],
    },
    durationMs,
    pieces,
    ...(chart && { chart: chart.chart ?? chart.tables[0].chart! }),
  }
}

function allOf(tables: readonly Table[], splitting: Exclude<Splitting, { readonly kind: 'whole' }>): Table {
  switch (splitting.kind) {
    case 'count':
      return sumOf(tables)
    case 'rows':
      // Each part gave as many as are wanted of all.
      return firstRows(appendTables(tables), splitting.most ?? Number.POSITIVE_INFINITY)
    case 'groups':
      try {
        return mergeGroups(tables, splitting.merges)
      } catch (error) {
        if (!(error instanceof SumTooLarge)) throw error
        throw new HuntletError(
          'RESULT_TOO_LARGE',
          'A sum over the parts of the time range is more than a long holds.',
          {
            hint: 'Sum up todouble() of the values, or ask for a shorter time range.',
            cause: error,
          },
        )
      }
  }
}

/** The parts that are not complete; failed ones that follow each other, and for one reason, as one. */
function shortPieces(pieces: readonly QueryPiece[]): readonly QueryPiece[] {
  const joined: QueryPiece[] = []
  for (const piece of pieces) {
    if (piece.status === 'complete') continue
    const last = joined.at(-1)
    const isBoth = last?.status === 'failed' && piece.status === 'failed'
    if (isBoth && last.end === piece.start && last.message === piece.message)
      joined[joined.length - 1] = { ...last, end: piece.end }
    else joined.push(piece)
  }
  return joined
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
