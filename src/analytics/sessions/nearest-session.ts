import type { EncodedSessions } from './encode-sessions.ts'

/** The session that is most like another. */
export interface NearestSession {
  readonly index: number
  /** Different steps that both have, out of the different steps of either: 1 for the same steps. */
  readonly similarity: number
}

/**
 * Of the sessions that `isCandidate` admits the one whose steps from one command to the next (start and end among them) are most like
 * those of `session`, of equals the first; undefined where none shares a step. Order beyond two commands and repetitions do not count. One
 * pass over all steps: a session that is too short or too long to come near the best so far is not looked into.
 */
export function nearestSession(
  encoded: EncodedSessions,
  commandCount: number,
  session: number,
  isCandidate: (index: number) => boolean,
): NearestSession | undefined {
  const wanted = new Set(stepsOf(encoded, commandCount, session))
  let best: NearestSession | undefined
  for (let index = 0; index < encoded.count; index++) {
    if (index === session || !isCandidate(index)) continue
    const members = encoded.offsets[index + 1]! - encoded.offsets[index]! + 1
    // So many steps can be shared at most, and all of the wanted ones are in the union.
    if (best && Math.min(members, wanted.size) / wanted.size <= best.similarity) continue
    const steps = new Set(stepsOf(encoded, commandCount, index))
    let shared = 0
    for (const step of steps) if (wanted.has(step)) shared++
    const similarity = shared / (wanted.size + steps.size - shared)
    if (similarity > (best?.similarity ?? 0)) best = { index, similarity }
  }
  return best
}

/** Each step of a session as one number: the id before times the ids there are, and the id after; the bounds of a session are `commandCount`. */
export function* stepsOf(
  { offsets, commands }: EncodedSessions,
  commandCount: number,
  session: number,
): Generator<number> {
  const states = commandCount + 1
  let previous = commandCount
  for (let event = offsets[session]!; event < offsets[session + 1]!; event++) {
    const next = commands[event]!
    yield previous * states + next
    previous = next
  }
  yield previous * states + commandCount
}
