import { formatDatetime, ticksOfUnixMilliseconds } from '../../lib/kql-time.ts'
import type { ServiceQuery } from '../local/compiler/service-binder.ts'
import type { TickRange } from '../time-range.ts'
import type { QueryTable } from '../workspace.ts'
import { errorOf } from './fault-error.ts'
import { askPieces, isTooMuch } from './pieces.ts'
import { together } from './put-together.ts'
import { type Asker, type Asking, ask, sentText } from './question.ts'
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
  /** No part of the range is made shorter than this, in ticks. */
  readonly floor: bigint
}

/** Parts that are asked for at first, at most. */
const mostParts = 128
/** How full a part may be by the count, as records do not come evenly. */
const fill = 0.6

/** The answer; in parts of the time range where the service does not give it at once. Throws HuntletError, KqlError. */
export async function runQuery(run: QueryRun): Promise<QueryTable> {
  const { query, asker, rows } = run
  const begun = asker.clock.now()
  const { splitting } = query
  const took = () => asker.clock.now() - begun
  let first: WireAnswer | undefined
  try {
    first = await askOnce(run, { range: run.range, rows: takeOf(run), now: run.now })
    const isWhole = !isTooMuch(first.shortfall) || first.tables[0].table.rowCount >= rows
    if (isWhole || splitting.kind === 'whole') return wholeAnswer(run, first, took())
  } catch (error) {
    const isLarge = error instanceof ServiceFault && (error.kind === 'timed-out' || error.kind === 'too-large')
    if (!isLarge || splitting.kind === 'whole') {
      throw errorOf(error, undefined, isLarge && splitting.kind === 'whole' ? splitting.because : undefined)
    }
  }
  const range = run.range ?? (await boundsFor(run))
  if (typeof range === 'string') {
    if (first) return wholeAnswer(run, first, took(), range)
    throw errorOf(new ServiceFault('timed-out', 'The service has no time for all of it at once.'), undefined, range)
  }
  const wanted = splitting.kind === 'rows' ? Math.min(rows + 1, splitting.most ?? rows + 1) : Number.POSITIVE_INFINITY
  // Each part would have a now of its own.
  const now = run.now ?? (query.usesNow ? clockTime(asker) : undefined)
  const parts = await partCount(run, first, range, now)
  const asked = await askPieces({
    ask: (part, signal) => askOnce({ ...run, asker: { ...asker, signal } }, { range: part, now, rows: takeOf(run) }),
    ranges: partsOf(range, parts, run.floor),
    descending: splitting.kind === 'rows' && splitting.descending,
    enough: wanted,
    concurrent: asker.wire.limited.concurrent,
    floor: run.floor,
    clock: asker.clock,
    signal: asker.signal,
    onProgress: asker.onProgress,
  })
  return together(asked, run, splitting.kind, took())
}

/** One question, in the user's places where it is refused. Throws ServiceFault for what may pass or be split. */
async function askOnce(run: QueryRun, asking: Asking): Promise<WireAnswer> {
  const text = sentText(run.kql, run.query, asking)
  try {
    return await ask(run.query, text.sent, asking.range, run.asker)
  } catch (error) {
    const isLasting =
      !(error instanceof ServiceFault) ||
      !['timed-out', 'too-large', 'throttled', 'unavailable', 'bad-answer'].includes(error.kind)
    throw isLasting ? errorOf(error, text) : error
  }
}

/** One row more than is wanted tells whether there are more; beyond what the service gives, it says so itself. */
function takeOf({ rows, asker }: QueryRun): number | undefined {
  return rows < asker.wire.limited.rows ? rows + 1 : undefined
}

function clockTime({ clock }: Asker): string {
  return formatDatetime(ticksOfUnixMilliseconds(Math.floor(clock.now())))
}

/** How many parts are likely to be small enough: by the number of rows there are, which is asked for. */
async function partCount(
  run: QueryRun,
  first: WireAnswer | undefined,
  range: TickRange,
  now: string | undefined,
): Promise<number> {
  const given = first?.tables[0].table.rowCount ?? 0
  if (given === 0 || first?.shortfall?.kind === 'time' || run.query.splitting.kind !== 'rows') return 2
  try {
    const { tables } = await askOnce(run, { range, now, counts: true })
    const count = Number(tables[0].table.cell(0, 0))
    return Number.isFinite(count) ? Math.max(2, Math.min(mostParts, Math.ceil(count / (given * fill)))) : 2
  } catch (error) {
    if (error instanceof ServiceFault) return 2
    throw error
  }
}

/** From the first to the last record of the tables it reads; or why that is not known. */
async function boundsFor(run: QueryRun): Promise<TickRange | string> {
  run.asker.onProgress?.('asking from when to when there are records')
  try {
    return boundsOf(await ask({ wide: [], readsWatchlists: false }, boundsQuery(run.timed), undefined, run.asker))
  } catch (error) {
    if (error instanceof ServiceFault) return 'the time range of its records could not be told'
    throw errorOf(error, undefined)
  }
}
