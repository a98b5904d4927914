import type { EncodedSessions } from './encode-sessions.ts'
import { parameterLogOf, priorOf, transitionOf } from './probabilities.ts'
import type { SessionModel } from './session-model.ts'

/**
 * The factors of a session of k events, END as its last member: k + 1 of each.
 * Held for one session at a time and used again for the next, so that a million sessions cost no memory.
 */
export class SessionSteps {
  readonly #model: SessionModel
  readonly #encoded: EncodedSessions
  #room = 0
  /** Events, END not counted. */
  length = 0
  /** P of member i after the one before it; of the first after the start. */
  transition = new Float64Array(0)
  /** P of member i on its own. */
  prior = new Float64Array(0)
  /** ln of the per-factor probability of member i's parameters; 0 for END. */
  parameterLog = new Float64Array(0)

  constructor(model: SessionModel, encoded: EncodedSessions) {
    this.#model = model
    this.#encoded = encoded
  }

  /** Computes the factors of one session. */
  load(session: number): void {
    const { offsets, commands } = this.#encoded
    const first = offsets[session]!
    this.length = offsets[session + 1]! - first
    if (this.length >= this.#room) this.#grow(this.length + 1)
    const end = this.#model.commandCounts.length
    let previous = end
    for (let i = 0; i < this.length; i++) {
      const command = commands[first + i]!
      this.transition[i] = transitionOf(this.#model, previous, command)
      this.prior[i] = priorOf(this.#model, command)
      this.parameterLog[i] = parameterLogOf(this.#model, this.#encoded, first + i, true)
      previous = command
    }
    this.transition[this.length] = transitionOf(this.#model, previous, end)
    this.prior[this.length] = priorOf(this.#model, end)
    this.parameterLog[this.length] = 0
  }

  #grow(room: number): void {
    this.#room = Math.max(room, this.#room * 2, 64)
    this.transition = new Float64Array(this.#room)
    this.prior = new Float64Array(this.#room)
    this.parameterLog = new Float64Array(this.#room)
  }
}
