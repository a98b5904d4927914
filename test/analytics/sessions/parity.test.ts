import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSessions } from '../../../src/analytics/sessions/read-sessions.ts'
import type { Session, SessionKind } from '../../../src/analytics/sessions/session.ts'
import { hasRealLogs } from '../real-logs.ts'
import { anyPopulation, anySession, ofKind } from './any-sessions.ts'
import { exchangeSessions } from './exchange-sessions.ts'
import { parityRows, parityWindows } from './parity.ts'

const kinds: readonly SessionKind[] = ['commands', 'params', 'values']

function beyond(rows: ReturnType<typeof parityRows>) {
  return rows.filter(({ largest }) => !(largest <= 1e-12))
}

describe('the model beside its definition', () => {
  it.each(kinds)('has every figure for any sessions, of %s', (kind) => {
    fc.assert(
      fc.property(anyPopulation, fc.array(anySession, { maxLength: 4 }), (training, others) => {
        expect(beyond(parityRows(kind, ofKind(kind, training), ofKind(kind, others)))).toEqual([])
      }),
      { numRuns: 40, seed: 11 },
    )
  })

  it('has every figure where the modelled parameters are named', () => {
    fc.assert(
      fc.property(
        anyPopulation,
        fc.array(anySession, { maxLength: 4 }),
        fc.subarray(['p', 'q', 'r']),
        (training, others, named) => {
          expect(beyond(parityRows('values', ofKind('values', training), ofKind('values', others), named))).toEqual([])
        },
      ),
      { numRuns: 40, seed: 12 },
    )
  })

  it('has every figure where the heuristic takes parameters for categories', () => {
    const flags: Session[] = Array.from({ length: 60 }, (_, at) => [
      {
        name: `c${at % 3}`,
        params: { flag: at % 7 === 0 ? 'on' : 'off', id: `${at}`, force: at % 2 === 0 ? true : null },
      },
      { name: `c${at % 5}`, params: new Map([['flag', 'on']]) },
    ])
    const rows = parityRows('values', flags)
    expect(beyond(rows)).toEqual([])
    expect(rows.find(({ figure }) => figure === 'modelled parameters')).toMatchObject({ compared: 2, largest: 0 })
  })

  it('compares what it says', () => {
    const rows = parityRows('values', ofKind('values', [[{ name: 'A', params: { p: 'x' } }]]))
    // Two figures of a session and twice a likelihood and its place for each window, with tokens and without; then ten probabilities.
    expect(rows).toHaveLength(2 * (2 + 2 * 2 * parityWindows.length) + 11)
    expect(rows.every(({ compared }) => compared > 0)).toBe(true)
  })
})

describe.skipIf(!hasRealLogs)('Exchange administration beside its definition', () => {
  it.each(kinds)('has every figure, of %s', (kind) => {
    expect(beyond(parityRows(kind, readSessions(exchangeSessions(), 'EventList', kind)))).toEqual([])
  })
})
