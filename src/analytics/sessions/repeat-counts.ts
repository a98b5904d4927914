import type { EncodedSessions } from './encode-sessions.ts'
import { IdList } from './id-list.ts'
import { countPairs, type PairCounts, rowTotal } from './pair-counts.ts'

/** Counts the commands of one session after the other; linear in the events of each. */
export class CommandTally {
  readonly #encoded: EncodedSessions
  readonly #times: Uint32Array

  constructor(encoded: EncodedSessions) {
    this.#encoded = encoded
    this.#times = new Uint32Array(encoded.apart.reduce((size, id) => Math.max(size, id + 1), 0))
  }

  /** Tells each command of a session once, as it is first come to: at which event of all, and how often the session holds it. */
  each(session: number, tell: (event: number, times: number) => void): void {
    const { offsets, apart } = this.#encoded
    const [begin, end] = [offsets[session]!, offsets[session + 1]!]
    for (let event = begin; event < end; event++) this.#times[apart[event]!]!++
    for (let event = begin; event < end; event++) {
      const times = this.#times[apart[event]!]!
      if (times === 0) continue
      this.#times[apart[event]!] = 0
      tell(event, times)
    }
  }
}

/** In how many sessions each command occurs exactly n times: a row for each command, a column for each n of 2 and more. */
export function countRepeats(encoded: EncodedSessions, commandCount: number): PairCounts {
  const tally = new CommandTally(encoded)
  const commands = new IdList()
  const repeats = new IdList()
  let most = 1
  for (let session = 0; session < encoded.count; session++) {
    tally.each(session, (event, times) => {
      if (times === 1) return
      commands.push(encoded.commands[event]!)
      repeats.push(times)
      if (times > most) most = times
    })
  }
  return countPairs(commands.toArray(), repeats.toArray(), commandCount, most + 1)
}

/** How many sessions hold a command, of `repeats` and of how often it occurs at all. */
export function sessionsWith(repeats: PairCounts, command: number, count: number): number {
  return rowTotal(repeats, command) + heldOnce(repeats, command, count)
}

/** How often a command usually occurs in a session that holds it: the median, of two the lower; and the share of these sessions where it is so. */
export function usualTimes(
  repeats: PairCounts,
  command: number,
  count: number,
): { readonly times: number; readonly share: number } {
  const once = heldOnce(repeats, command, count)
  const sessions = once + rowTotal(repeats, command)
  let below = once
  if (2 * below >= sessions) return { times: 1, share: once / sessions }
  let at = repeats.rowStart[command]!
  while (2 * (below + repeats.counts[at]!) < sessions) below += repeats.counts[at++]!
  return { times: repeats.columns[at]!, share: repeats.counts[at]! / sessions }
}

/** What is left of the occurrences of a command, one for each session; negative where the counts do not fit together. */
function heldOnce({ rowStart, columns, counts }: PairCounts, command: number, count: number): number {
  let left = count
  for (let at = rowStart[command]!; at < rowStart[command + 1]!; at++) left -= columns[at]! * counts[at]!
  return left
}
