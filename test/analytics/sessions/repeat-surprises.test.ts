import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeSessions, translateIds } from '../../../src/analytics/sessions/encode-sessions.ts'
import { eventOfKind } from '../../../src/analytics/sessions/parse-event.ts'
import { RepeatSurprises } from '../../../src/analytics/sessions/repeat-surprises.ts'
import { findWindows } from '../../../src/analytics/sessions/score-sessions.ts'
import type { Session } from '../../../src/analytics/sessions/session.ts'
import { type SessionModel, trainEncoded, trainSessionModel } from '../../../src/analytics/sessions/session-model.ts'
import { StepSurprises } from '../../../src/analytics/sessions/step-surprises.ts'
import { surprisingPart } from '../../../src/analytics/sessions/surprising-part.ts'

const times = (count: number, session: Session): Session[] => Array.from({ length: count }, () => session)
const commands = (name: string, count: number): string[] => Array<string>(count).fill(name)

/** 60 sessions of Get and Set, two that get four times, one that gets forty times among three other commands. */
const population: readonly Session[] = [
  ...times(61, ['Get', 'Set']),
  ...times(2, ['Get', 'Get', 'Get', 'Get', 'Set']),
  ['Set', ...commands('Get', 40), 'List', 'Drop'],
]

/** By the model of others, as one session more. */
function repeatsOf(model: SessionModel, session: Session) {
  const encoded = encodeSessions([session], model.kind, model.vocabularies, false)
  return new RepeatSurprises(model, encoded, { known: false }).of(0)
}

describe('repeats of a session', () => {
  it('are the share of sessions that hold a command as often, less commands looked at, less three bits', () => {
    const { model, encoded } = trainEncoded(population, {})
    const surprises = new RepeatSurprises(model, encoded, { known: true })
    // 1 of 64 sessions holds Get 40 times: 6 bits, less log2 of 4 commands, less 3.
    expect(surprises.of(63)).toEqual({ member: 1, times: 40, sessions: 1, total: 64, bits: 1 })
    // 3 of 64 hold it 4 times: 4.4 bits, less 1, less 3.
    expect(surprises.of(61)).toMatchObject({ member: 0, times: 4, sessions: 3 })
    expect(surprises.of(61)!.bits).toBeCloseTo(Math.log2(64 / 3) - 4, 14)
    // What is held once is no repetition.
    expect(surprises.of(0)).toBeUndefined()
  })

  it('count a session that the model does not know as one more', () => {
    const model = trainSessionModel(population)
    // 1 + 1 of 65 sessions; 1 of 65 where none held so many; 0 + 1 of 65 of what none held at all.
    expect(repeatsOf(model, commands('Get', 40))).toEqual({
      member: 0,
      times: 40,
      sessions: 2,
      total: 65,
      bits: Math.log2(65 / 2) - 3,
    })
    expect(repeatsOf(model, commands('Get', 41))).toMatchObject({ sessions: 1, bits: Math.log2(65) - 3 })
    expect(repeatsOf(model, commands('Never', 2))).toMatchObject({ times: 2, bits: Math.log2(65) - 3 })
  })

  it('tell commands apart that the model does not know', () => {
    const model = trainSessionModel(population)
    expect(repeatsOf(model, ['New-1', 'New-2', 'New-3'])).toBeUndefined()
    const session = ['New-1', 'New-2', 'New-1', 'Get']
    expect(repeatsOf(model, session)).toMatchObject({ member: 0, times: 2, bits: Math.log2(65) - Math.log2(3) - 3 })
    // Also where the words came before the model.
    const own = trainEncoded([['Else'], session], {})
    const translated = translateIds(own.encoded, own.model.vocabularies, model.vocabularies)
    expect(new RepeatSurprises(model, translated, { known: false }).of(1)).toEqual(repeatsOf(model, session))
  })

  it('never become less by more of them', () => {
    const name = fc.constantFrom('A', 'B', 'C', 'X')
    const session = fc.array(name, { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(fc.array(session, { minLength: 1, maxLength: 40 }), session, fc.nat(11), (sessions, one, at) => {
        const model = trainSessionModel(sessions.map((each) => each.map((command) => command.replace('X', 'A'))))
        const more = [...one, one[at % one.length]!]
        expect(repeatsOf(model, more)?.bits ?? 0).toBeGreaterThanOrEqual(repeatsOf(model, one)?.bits ?? 0)
      }),
      { numRuns: 300, seed: 33 },
    )
  })

  it('are added to what the steps have, of every kind alike', () => {
    for (const kind of ['commands', 'params', 'values'] as const) {
      const sessions = population.map((session) =>
        session.map((name) => eventOfKind({ name: String(name), params: {} }, kind)),
      )
      const { surprise, model, encoded } = findWindows(sessions, { window: 3, kind })
      const steps = new StepSurprises(model, encoded, { tokens: true, known: true })
      steps.load(63)
      expect(surprise[63]).toBeCloseTo(surprisingPart(steps.bits, steps.members, 3).surprise + 1, 8)
    }
  })

  it('do not depend on the order of the sessions', () => {
    const { surprise } = findWindows(population, { window: 3 })
    const reversed = findWindows([...population].reverse(), { window: 3 }).surprise
    expect([...reversed].reverse()).toEqual([...surprise])
  })

  it('of two commands that are as rare are of the one that is held most often, then of the first', () => {
    const usual = times(60, ['Get', 'Set'])
    const model = trainSessionModel(usual)
    expect(repeatsOf(model, [...commands('Get', 3), ...commands('Set', 7)])).toMatchObject({ member: 3, times: 7 })
    expect(repeatsOf(model, [...commands('Set', 3), ...commands('Get', 3)])).toMatchObject({ member: 0, times: 3 })
  })
})
