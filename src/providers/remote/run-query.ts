import { KqlError } from '../../lib/diagnostic.ts'
import { formatDatetime, ticksOfUnixMilliseconds } from '../../lib/kql-time.ts'
import type { Table } from '../../lib/table.ts'
import type { ServiceQuery } from '../local/compiler/service-binder.ts'
import type { TickRange } from '../time-range.ts'
import type { QueryTable } from '../workspace.ts'
import { areSameColumns, withColumns } from './append-tables.ts'
import { askOnce, countOf, takeOf } from './ask-once.ts'
import { errorOf } from './fault-error.ts'
import { type AskedPiece, askPieces, isTooMuch } from './pieces.ts'
import { together } from './put-together.ts'
import { type Asker, type Asking, ask } from './question.ts'
import type { InTwo, Splitting } from './splitting.ts'
import { boundsOf, boundsQuery, partsOf, type TimedName } from './time-bounds.ts'
import { wholeAnswer } from './whole-answer.ts'
import { ServiceFault, type WireAnswer } from './wire.ts'

/** A bound query and what is wanted of it. */
export interface QueryRun {
  readonly kql: string
  readonly query: ServiceQuery
  readonly range: TickRange | undefined
  /** Most rows of each table. */
  readonly rows: number
  readonly isLimitGiven: boolean
  /** What now means, as ISO text; undefined for the service's own time. */
  readonly now: string | undefined
  /** The tables it reads that have a time. */
  readonly timed: readonly TimedName[]
  readonly asker: Asker
  /** Does what is left of a query that is cut in two, over the rows of all parts. */
  rest(work: RestWork): Promise<RestAnswer>
  /** No part of the range is made shorter than this, in ticks. */
  readonly floor: bigint
}

export interface RestWork {
  readonly parts: Table
  /** What was said to be now, as ISO text. */
  readonly now: string | undefined
  /** Most rows that are wanted. */
  readonly limit: number
  readonly signal: AbortSignal
}

export interface RestAnswer {
  readonly table: Table
  /** There are more rows than were wanted. */
  readonly isCut: boolean
  readonly chart?: string
}

/** Rows and cells of parts that are held here at most, to go on with. */
const mostHeld = { rows: 2_000_000, cells: 40_000_000 }
/** Parts that are asked for at first, at most. */
const mostParts = 128
/** How full a part may be by the count, as records do not come evenly. */
const fill = 0.6

/** The answer; in parts of the time range where the service does not give it at once. Throws HuntletError, KqlError. */
export async function runQuery(run: QueryRun): Promise<QueryTable> {
  const { query, asker, rows } = run
  const begun = asker.clock.now()
  const took = () => asker.clock.now() - begun
  const { splitting } = query
  const counted = await countedFirst(run)
  const isLarge = counted !== undefined && counted > asker.wire.limited.rows
  const { first, fault } = isLarge ? {} : await askWhole(run)
  if (first && (isEnough(first, rows) || splitting.kind === 'whole')) return wholeAnswer(run, first, took())
  if (splitting.kind === 'whole') throw errorOf(fault, undefined, splitting.because)
  const range = run.range ?? (await boundsFor(run))
  if (typeof range === 'string') {
    const whole = isLarge ? await askWhole(run) : { first, fault }
    if (!whole.first) throw errorOf(whole.fault, undefined, range)
    return wholeAnswer(run, whole.first, took(), range)
  }
  // Each part would have a now of its own.
  const now = run.now ?? (query.usesNow ? clockTime(asker) : undefined)
  const count = counted ?? (await countedAfter(run, first, { range, now }))
  const given = first?.tables[0].table.rowCount || asker.wire.limited.rows
  const parts = count === undefined ? 2 : Math.max(2, Math.min(mostParts, Math.ceil(count / (given * fill))))
  const asked = await askPieces({
    ask: (part, signal) => askPart({ ...run, asker: { ...asker, signal } }, part, now),
    ranges: partsOf(range, parts, run.floor),
    descending: splitting.kind === 'rows' && splitting.descending,
    enough: enoughOf(splitting, rows),
    concurrent: asker.wire.limited.concurrent,
    floor: run.floor,
    clock: asker.clock,
    signal: asker.signal,
    onProgress: asker.onProgress,
  })
  const because = splitting.kind === 'in-two' ? unfitBecause(splitting, asked) : undefined
  if (because === undefined) return { ...(await together(asked, run, splitting, now)), durationMs: took() }
  if (!first) throw errorOf(fault, undefined, because)
  return wholeAnswer(run, first, took(), because)
}

/** Why the rest of a query cannot be done over what came of the parts, in words. */
function unfitBecause(splitting: InTwo, asked: readonly AskedPiece[]): string | undefined {
  const most = heldOf(splitting)
  if (rowsOf(asked) > most) return `its parts hold more than ${most.toLocaleString('en')} rows to go on with`
  const areFit = asked.every(
    ({ answer }) => !answer || areSameColumns(answer.tables[0].table.columns, splitting.columns),
  )
  return areFit ? undefined : 'its tables have other columns at the service than are known here'
}

/** Of what is gathered each part is needed whole, however many rows come out in the end. */
async function askPart(run: QueryRun, range: TickRange, now: string | undefined): Promise<WireAnswer> {
  const { query } = run
  const { splitting } = query
  if (splitting.kind !== 'in-two') return askOnce(run, { range, now, rows: takeOf(run) })
  const answer = await askOnce({ ...run, query: { ...query, edits: splitting.edits } }, { range, now })
  const [asked, ...more] = answer.tables
  // All columns of a table come in an order that is the service's own: the rest goes by their place.
  const table = withColumns(asked.table, splitting.columns) ?? asked.table
  return { ...answer, tables: [{ ...asked, table }, ...more] }
}

function enoughOf(splitting: Splitting, rows: number): number {
  if (splitting.kind === 'rows') return Math.min(rows + 1, splitting.most ?? rows + 1)
  return splitting.kind === 'in-two' ? heldOf(splitting) + 1 : Number.POSITIVE_INFINITY
}

function heldOf({ columns }: InTwo): number {
  return Math.min(mostHeld.rows, Math.floor(mostHeld.cells / columns.length))
}

function rowsOf(asked: readonly AskedPiece[]): number {
  return asked.reduce((sum, { piece }) => sum + piece.rowCount, 0)
}

/** The whole range at once. `fault`: it is too much for the service; others are thrown. */
async function askWhole(run: QueryRun): Promise<{ readonly first?: WireAnswer; readonly fault?: ServiceFault }> {
  try {
    return { first: await askOnce(run, { range: run.range, rows: takeOf(run), now: run.now }) }
  } catch (error) {
    if (error instanceof ServiceFault && (error.kind === 'timed-out' || error.kind === 'too-large'))
      return { fault: error }
    throw errorOf(error, undefined)
  }
}

function isEnough({ tables, shortfall }: WireAnswer, rows: number): boolean {
  return !isTooMuch(shortfall) || tables[0].table.rowCount >= rows
}

function clockTime({ clock }: Asker): string {
  return formatDatetime(ticksOfUnixMilliseconds(Math.floor(clock.now())))
}

/** Where more rows are wanted than the service gives at once, how many there are decides whether it is worth asking for all of them. */
async function countedFirst(run: QueryRun): Promise<number | undefined> {
  const { splitting } = run.query
  const { rows } = run.asker.wire.limited
  const wanted = splitting.kind === 'rows' ? Math.min(run.rows, splitting.most ?? run.rows) : 0
  return wanted > rows ? countOf(run, { range: run.range, now: run.now }) : undefined
}

async function countedAfter(run: QueryRun, first: WireAnswer | undefined, asking: Asking): Promise<number | undefined> {
  const isOfRows = run.query.splitting.kind === 'rows' && first?.shortfall && first.shortfall.kind !== 'time'
  return isOfRows ? countOf(run, asking) : undefined
}

/** From the first to the last record of the tables it reads; or why that is not known. */
async function boundsFor(run: QueryRun): Promise<TickRange | string> {
  run.asker.onProgress?.('asking from when to when there are records')
  try {
    return boundsOf(await ask({ wide: [], readsWatchlists: false }, boundsQuery(run.timed), undefined, run.asker))
  } catch (error) {
    // The question is not the user's: that it is refused says nothing of theirs.
    if (error instanceof ServiceFault || error instanceof KqlError) {
      return 'the time range of its records could not be told'
    }
    throw error
  }
}
