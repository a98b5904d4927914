import type { EncodedSessions } from './encode-sessions.ts'
import { CommandTally } from './repeat-counts.ts'
import type { SessionModel } from './session-model.ts'

/** What a session repeats as few others do. */
export interface Repeats {
  /** Its first member with that command. */
  readonly member: number
  /** How often it holds the command: 2 and more. */
  readonly times: number
  /** Sessions that hold it at least so often. */
  readonly sessions: number
  /** All sessions. */
  readonly total: number
  /** More than 0. */
  readonly bits: number
}

/** Off any repetition: one session in eight repeats something so by chance. */
const chanceBits = 3

/**
 * The surprise of how often a session holds a command, in bits: −log2 of the share of sessions that hold it at least as often, for the
 * command where that is highest, less log2 of how many commands were looked at, less what chance brings. Of equals the command that is
 * held most often, then the first.
 */
export class RepeatSurprises {
  readonly #model: SessionModel
  readonly #encoded: EncodedSessions
  readonly #own: 0 | 1
  readonly #tally: CommandTally
  /** Of each entry of the model's `repeats`: how many sessions hold the command so often or oftener. */
  readonly #atLeast: Uint32Array

  /** `known`: whether the model was learned from these very sessions; otherwise each is judged as one more. */
  constructor(model: SessionModel, encoded: EncodedSessions, { known }: { readonly known: boolean }) {
    this.#model = model
    this.#encoded = encoded
    this.#own = known ? 0 : 1
    this.#tally = new CommandTally(encoded)
    const { rowStart, counts } = model.repeats
    this.#atLeast = new Uint32Array(counts.length)
    for (let row = 0; row < rowStart.length - 1; row++) {
      for (let at = rowStart[row + 1]! - 1, sum = 0; at >= rowStart[row]!; at--) this.#atLeast[at] = sum += counts[at]!
    }
  }

  /** Undefined where the session repeats nothing oftener than chance has it. */
  of(session: number): Repeats | undefined {
    let distinct = 0
    let first = 0
    let most = 0
    let fewest = Number.POSITIVE_INFINITY
    this.#tally.each(session, (event, times) => {
      distinct++
      if (times === 1) return
      const sessions = this.#sessionsWith(this.#encoded.commands[event]!, times) + this.#own
      if (sessions > fewest || (sessions === fewest && times <= most)) return
      first = event
      most = times
      fewest = sessions
    })
    const total = this.#model.sessionCount + this.#own
    const bits = Math.log2(total / fewest) - Math.log2(distinct) - chanceBits
    if (!(bits > 0)) return undefined
    return { member: first - this.#encoded.offsets[session]!, times: most, sessions: fewest, total, bits }
  }

  #sessionsWith(command: number, times: number): number {
    const { rowStart, columns } = this.#model.repeats
    if (command >= rowStart.length - 1) return 0
    let low = rowStart[command]!
    const end = rowStart[command + 1]!
    let high = end
    while (low < high) {
      const middle = (low + high) >>> 1
      if (columns[middle]! < times) low = middle + 1
      else high = middle
    }
    return low === end ? 0 : this.#atLeast[low]!
  }
}
