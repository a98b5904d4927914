import { encodeSessions } from './encode-sessions.ts'
import { transitionOf } from './probabilities.ts'
import { rarestWindowOf, type WindowOptions } from './rarest-window.ts'
import { commandOf, parametersOf, type Session } from './session.ts'
import type { SessionModel } from './session-model.ts'
import { SessionSteps } from './session-steps.ts'

/** One step of a session: how likely it was, and what would have been usual. */
export interface SessionStep {
  /** The command; undefined for the step to the end of the session. */
  readonly command: string | undefined
  /** The names of its parameters. */
  readonly parameters: readonly string[]
  /** P of this command after the one before it (of the first, after the start). */
  readonly probability: number
  /** Per-factor probability of its parameters and modelled values; 1 where there are none. */
  readonly parameterProbability: number
  /** What most often came after the one before it; undefined: the end of the session. Of equals the one that was seen first. */
  readonly expected: string | undefined
  readonly expectedProbability: number
  /** Whether it is part of the rarest window (of the whole session, where that is shorter than a window). */
  readonly inRarestWindow: boolean
}

/** Every step of a session, the one to its end last. The session need not be one that the model was trained on. */
export function stepProbabilities(
  model: SessionModel,
  session: Session,
  options: WindowOptions,
): readonly SessionStep[] {
  const steps = new SessionSteps(model, encodeSessions([session], model.kind, model.vocabularies, false))
  steps.load(0)
  const rarest = rarestWindowOf(steps, options)
  const from = rarest?.start ?? 0
  const to = rarest ? rarest.start + options.window : session.length + 1
  const { commands } = model.vocabularies
  let previous = commands.size
  return Array.from({ length: session.length + 1 }, (_, at) => {
    const event = session[at]
    const expected = mostUsualAfter(model, previous)
    const step = {
      command: event === undefined ? undefined : commandOf(event),
      parameters: event === undefined ? [] : parametersOf(event).map(([name]) => name),
      probability: steps.transition[at]!,
      parameterProbability: Math.exp(steps.parameterLog[at]!),
      expected: commands.names[expected],
      expectedProbability: transitionOf(model, previous, expected),
      inRarestWindow: at >= from && at < to && (at < session.length || (options.tokens ?? true)),
    }
    if (event !== undefined) previous = commands.find(commandOf(event))
    return step
  })
}

/** The id that most often followed; the end (id V) where nothing ever did. */
function mostUsualAfter(model: SessionModel, command: number): number {
  const { rowStart, columns, counts } = model.transitions
  let best = model.commandCounts.length
  let most = 0
  if (command >= rowStart.length - 1) return best
  for (let at = rowStart[command]!; at < rowStart[command + 1]!; at++) {
    if (counts[at]! <= most) continue
    most = counts[at]!
    best = columns[at]!
  }
  return best
}
