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

/** The answer out of those over the parts of its range. `now`: what was said to be now. Throws where no part was answered. */
export async function together(
  asked: readonly AskedPiece[],
  run: QueryRun,
  splitting: Exclude<Splitting, { readonly kind: 'whole' }>,
  now: string | undefined,
): Promise<Omit<QueryTable, 'durationMs'>> {
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
  const { table: all, isCut, chart } = await allOf(tables, asked, run, splitting, now)
  const pieces = asked.map(({ piece }) => piece)
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
        ...(splitting.kind === 'in-two' ? splitting.notices : []),
        ...shortPieces(pieces).map(pieceNotice),
        ...(splitting.kind !== 'rows' && (failed.length > 0 || isShort)
          ? ['what is counted, summed up or compared is of the rest of the time range alone']
          : []),
        ...(isCut ? [cutNotice({ rows }, rows, false, isLimitGiven)] : []),
      ],
    },
    pieces,
    ...(chart !== undefined && { chart }),
  }
}

interface All {
  readonly table: Table
  /** There are more rows than are wanted. */
  readonly isCut: boolean
  readonly chart?: string | undefined
}

async function allOf(
  tables: readonly Table[],
  asked: readonly AskedPiece[],
  { rows, rest, asker }: QueryRun,
  splitting: Exclude<Splitting, { readonly kind: 'whole' }>,
  now: string | undefined,
): Promise<All> {
  const charted = asked.find(({ answer }) => answer?.chart ?? answer?.tables[0].chart)?.answer
  const chart = charted?.chart ?? charted?.tables[0].chart
  switch (splitting.kind) {
    case 'count':
      return { table: sumOf(tables), isCut: false, chart }
    case 'rows': {
      // Each part gave as many as are wanted of all.
      const table = firstRows(appendTables(tables), splitting.most ?? Number.POSITIVE_INFINITY)
      return { table, isCut: table.rowCount > rows, chart }
    }
    case 'in-two': {
      const parts = appendTables(tables)
      asker.onProgress?.('putting the parts together')
      return rest({ parts, now, limit: rows, signal: asker.signal })
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
