import { formatDatetime } from '../../lib/kql-time.ts'
import type { Clock } from '../clock.ts'
import type { TickRange } from '../time-range.ts'
import type { QueryPiece } from '../workspace.ts'
import { inTurns } from './in-turns.ts'
import { ServiceFault, type Shortfall, type WireAnswer } from './wire.ts'

export interface PieceWork {
  /** Asks for a range; rejects with ServiceFault for what is that piece's own. */
  ask(range: TickRange, signal: AbortSignal): Promise<WireAnswer>
  readonly ranges: readonly TickRange[]
  /** The latest first: `ranges` stand in the order of time all the same. */
  readonly descending: boolean
  /** Rows after which no more pieces are asked. */
  readonly enough: number
  /** Pieces under way at once. */
  readonly concurrent: number
  /** No piece is made shorter than this, in ticks. */
  readonly floor: bigint
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onProgress?: ((text: string) => void) | undefined
}

/** A piece that was asked, in the order of the rows; `answer` absent where it failed. */
export interface AskedPiece {
  readonly piece: QueryPiece
  readonly answer?: WireAnswer
  readonly fault?: ServiceFault
}

interface Piece {
  readonly range: TickRange
  state: 'waiting' | 'asked' | 'done'
  answer?: WireAnswer
  fault?: ServiceFault
  durationMs: number
}

/** After so many in a row nothing else is asked: the service is down, and each would be asked again and again. */
const mostFailuresInRow = 3
/** After so many that took too long without an answer between them, less time is no help. */
const mostTimeoutsInRow = 20

/**
 * Asks range by range, the first in the order of the rows first. One that holds too much is halved, down to the floor; one that stays
 * failed is left out, and says so. Throws what is no fault of a single piece.
 */
export async function askPieces(work: PieceWork): Promise<readonly AskedPiece[]> {
  const pieces = work.ranges.map(waiting)
  if (work.descending) pieces.reverse()
  const stop = new AbortController()
  const signal = AbortSignal.any([work.signal, stop.signal])
  let failuresInRow = 0
  let timeoutsInRow = 0
  let lastFault: ServiceFault | undefined

  const next = () => {
    if (isEnough(pieces, work.enough)) stop.abort()
    if (signal.aborted) return undefined
    const piece = pieces.find((each) => each.state === 'waiting')
    const isHopeless = failuresInRow >= mostFailuresInRow || timeoutsInRow >= mostTimeoutsInRow
    if (piece && isHopeless && lastFault) {
      for (const each of pieces.filter(({ state }) => state === 'waiting')) settle(each, { fault: lastFault })
      return undefined
    }
    return piece
  }
  const settle = (piece: Piece, result: Pick<Piece, 'answer' | 'fault'>) =>
    Object.assign(piece, result, { state: 'done' })
  const split = (piece: Piece): boolean => {
    const halves = halvesOf(piece.range, work.floor)
    if (!halves) return false
    const both = halves.map(waiting)
    pieces.splice(pieces.indexOf(piece), 1, ...(work.descending ? both.reverse() : both))
    return true
  }
  const askOne = async (piece: Piece) => {
    piece.state = 'asked'
    const begun = work.clock.now()
    try {
      const answer = await work.ask(piece.range, signal)
      failuresInRow = 0
      timeoutsInRow = 0
      if (isTooMuch(answer.shortfall) && answer.tables[0].table.rowCount < work.enough && split(piece)) return
      settle(piece, { answer })
    } catch (error) {
      // Stopped because there is enough: it is not asked any more.
      if (stop.signal.aborted && !work.signal.aborted) return
      if (!(error instanceof ServiceFault) || !isOfPiece(error)) throw error
      if (error.kind === 'timed-out' || error.kind === 'too-large') {
        failuresInRow = 0
        if (error.kind === 'timed-out') timeoutsInRow++
        if (timeoutsInRow < mostTimeoutsInRow && split(piece)) return
      } else failuresInRow++
      lastFault = error
      settle(piece, { fault: error })
    } finally {
      piece.durationMs = work.clock.now() - begun
      const done = pieces.filter(({ state }) => state === 'done').length
      work.onProgress?.(`${done} of ${pieces.length} parts of the time range`)
    }
  }
  await inTurns(next, askOne, work.concurrent, stop)
  return needed(pieces, work.enough).map(shown)
}

function waiting(range: TickRange): Piece {
  return { range, state: 'waiting', durationMs: 0 }
}

/** A limit under which less time fits. */
export function isTooMuch(shortfall: Shortfall | undefined): boolean {
  return shortfall !== undefined && shortfall.kind !== 'other'
}

/** Another piece may fare better. */
function isOfPiece({ kind }: ServiceFault): boolean {
  return ['throttled', 'unavailable', 'bad-answer', 'timed-out', 'too-large'].includes(kind)
}

/** The pieces before the first that is not done hold all the rows that are wanted. */
function isEnough(pieces: readonly Piece[], enough: number): boolean {
  let rows = 0
  for (const { state, answer } of pieces) {
    if (state !== 'done') return false
    rows += answer?.tables[0].table.rowCount ?? 0
    if (rows >= enough) return true
  }
  return false
}

/** Those that were asked, up to the one that makes the rows enough: what became of those behind it is of no account. */
function needed(pieces: readonly Piece[], enough: number): Piece[] {
  const done = pieces.filter(({ state }) => state === 'done')
  let rows = 0
  const last = done.findIndex(({ answer }) => {
    rows += answer?.tables[0].table.rowCount ?? 0
    return rows >= enough
  })
  return last < 0 ? done : done.slice(0, last + 1)
}

function halvesOf({ start, end }: TickRange, floor: bigint): TickRange[] | undefined {
  if (end - start < 2n * floor || end - start < 2n) return undefined
  const middle = start + (end - start) / 2n
  return [
    { start, end: middle },
    { start: middle, end },
  ]
}

function shown({ range, answer, fault, durationMs }: Piece): AskedPiece {
  const message = fault?.message ?? answer?.shortfall?.message
  const piece: QueryPiece = {
    start: formatDatetime(range.start),
    end: formatDatetime(range.end),
    status: fault ? 'failed' : answer?.shortfall ? 'truncated' : 'complete',
    rowCount: answer?.tables[0].table.rowCount ?? 0,
    durationMs,
    ...(message !== undefined && { message }),
  }
  return { piece, ...(answer && { answer }), ...(fault && { fault }) }
}
