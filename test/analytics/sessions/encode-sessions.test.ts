import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeSession,
  emptyVocabularies,
  encodeSessions,
  noValue,
  translateIds,
} from '../../../src/analytics/sessions/encode-sessions.ts'
import { commandOf, parametersOf, type SessionKind } from '../../../src/analytics/sessions/session.ts'
import { unknownId } from '../../../src/analytics/sessions/vocabulary.ts'
import { anyPopulation, ofKind } from './any-sessions.ts'

const kinds: readonly SessionKind[] = ['commands', 'params', 'values']

describe('sessions as ids', () => {
  it.each(kinds)('read back as they were, of %s', (kind) => {
    fc.assert(
      fc.property(anyPopulation, (population) => {
        const sessions = ofKind(kind, population)
        const vocabularies = emptyVocabularies()
        const encoded = encodeSessions(sessions, kind, vocabularies, true)
        sessions.forEach((session, index) => {
          const decoded = decodeSession(encoded, vocabularies, index)
          expect(decoded.map(commandOf)).toEqual(session.map(commandOf))
          // A value that counts as none is null.
          const shown = (events: typeof session) =>
            events.map((event) =>
              parametersOf(event).map(([name, value]) => [name, countsAsValue(value) ? value : null]),
            )
          expect(shown(decoded)).toEqual(shown(session))
        })
      }),
      { numRuns: 60, seed: 21 },
    )
  })

  it('are what they would have been in other vocabularies', () => {
    fc.assert(
      fc.property(anyPopulation, anyPopulation, (first, second) => {
        const [known, others] = [ofKind('values', first), ofKind('values', second)]
        const [own, model] = [emptyVocabularies(), emptyVocabularies()]
        encodeSessions(known, 'values', model, true)
        const encoded = encodeSessions(others, 'values', own, true)
        expect(translateIds(encoded, own, model)).toEqual(encodeSessions(others, 'values', model, false))
      }),
      { numRuns: 60, seed: 22 },
    )
  })

  it('tell what is unknown from what has no value', () => {
    const own = emptyVocabularies()
    const encoded = encodeSessions([[{ name: 'A', params: { p: 'x', q: null } }]], 'values', own, true)
    const { commands, parameters } = translateIds(encoded, own, emptyVocabularies())
    expect([...commands]).toEqual([unknownId])
    expect([...parameters!.values!]).toEqual([unknownId, noValue])
  })
})

function countsAsValue(value: unknown): boolean {
  return Boolean(value) && (typeof value !== 'object' || Object.keys(value as object).length > 0)
}
