import { beforeAll, describe, expect, it } from 'vitest'
import { readSessions } from '../../../src/analytics/sessions/read-sessions.ts'
import { scoreSessionTable } from '../../../src/analytics/sessions/score-session-table.ts'
import { findWindows, type SessionWindows } from '../../../src/analytics/sessions/score-sessions.ts'
import type { Session, SessionKind } from '../../../src/analytics/sessions/session.ts'
import { modellableParameters, trainSessionModel } from '../../../src/analytics/sessions/session-model.ts'
import { sessionize } from '../../../src/analytics/sessions/sessionize.ts'
import type { Table } from '../../../src/lib/table.ts'
import { exchangeLog, hasRealLogs } from '../real-logs.ts'

/** Kind and window → sessions without a score, the first session's likelihood, the five rarest (row → likelihood). */
const published: readonly (readonly [
  kind: SessionKind,
  window: number,
  unscored: number,
  first: number,
  rarest: readonly (readonly [row: number, likelihood: number])[],
])[] = [
  [
    'commands',
    2,
    0,
    0.06277653078978894,
    [
      [127, 0.000177999288002848],
      [371, 0.000177999288002848],
      [301, 0.0003253090435914118],
      [216, 0.000362844702467344],
      [356, 0.0003773584905660377],
    ],
  ],
  [
    'commands',
    3,
    246,
    0.04696207067845109,
    [
      [157, 2.1190391428910476e-5],
      [216, 2.791113095902646e-5],
      [261, 6.279647180438416e-5],
      [247, 8.073832089135106e-5],
      [223, 8.489386784735206e-5],
    ],
  ],
  [
    'commands',
    4,
    322,
    0.03513153808694643,
    [
      [261, 4.485462271741725e-6],
      [247, 5.767022920810789e-6],
      [223, 8.782124260070903e-6],
      [224, 8.782124260070903e-6],
      [170, 0.0002258129265355279],
    ],
  ],
  [
    'params',
    2,
    0,
    0.06005847166311621,
    [
      [216, 3.3142217464529384e-6],
      [356, 2.0072693129537344e-5],
      [224, 2.9717423100021764e-5],
      [247, 2.9717423100021764e-5],
      [261, 3.606294270326419e-5],
    ],
  ],
  [
    'params',
    3,
    246,
    0.04298343976117916,
    [
      [216, 2.5494013434253376e-7],
      [247, 4.426391567253987e-7],
      [261, 6.348333621571831e-7],
      [224, 7.045264026773323e-7],
      [223, 8.852783134507973e-7],
    ],
  ],
  [
    'values',
    2,
    0,
    0.0143409079647349,
    [
      [216, 5.534130645571193e-6],
      [356, 2.0072693129537344e-5],
      [247, 2.6868375822816245e-5],
      [261, 2.6868375822816245e-5],
      [224, 2.7247787951366747e-5],
    ],
  ],
  [
    'values',
    3,
    246,
    0.002778732567736949,
    [
      [247, 3.297843804553418e-7],
      [216, 4.2570235735163025e-7],
      [261, 4.737033406601928e-7],
      [224, 5.6758915251977e-7],
      [223, 6.595687609106834e-7],
    ],
  ],
]

describe.skipIf(!hasRealLogs)('Exchange administration, 20 minutes and 2 minutes apart', () => {
  let sessions: Table
  const windows = new Map<string, SessionWindows>()

  beforeAll(() => {
    sessions = sessionize(exchangeLog(), {
      by: ['UserId', 'ClientIP'],
      time: 'TimeGenerated',
      maxLength: '20m',
      maxGap: '2m',
      event: { name: 'Operation', params: 'Parameters' },
      rule: 'msticpy',
    })
    for (const [kind, window] of published) {
      windows.set(`${kind} ${window}`, findWindows(sessionsOf(kind), { kind, window }))
    }
  })

  const sessionsOf = (kind: SessionKind): readonly Session[] => readSessions(sessions, 'EventList', kind)

  it('is 400 sessions of 1,334 events and 22 commands', () => {
    const model = trainSessionModel(sessionsOf('commands'))
    expect([model.sessionCount, model.eventCount, model.vocabularies.commands.size]).toEqual([400, 1334, 22])
  })

  it.each(published)('has the published likelihoods for %s, window %i', (kind, window, unscored, first, rarest) => {
    const { likelihood } = windows.get(`${kind} ${window}`)!
    expect(likelihood.filter(Number.isNaN)).toHaveLength(unscored)
    expect(relativeError(likelihood[0]!, first)).toBeLessThan(1e-12)
    // Likelihoods in order; rows of one likelihood may stand either way round.
    const scored = [...likelihood.keys()].filter((row) => !Number.isNaN(likelihood[row]!))
    const least = scored.sort((a, b) => likelihood[a]! - likelihood[b]!).slice(0, rarest.length)
    least.forEach((row, position) => {
      expect(relativeError(likelihood[row]!, rarest[position]![1])).toBeLessThan(1e-12)
    })
    for (const [row, expected] of rarest) expect(relativeError(likelihood[row]!, expected)).toBeLessThan(1e-12)
  })

  it('takes the published 21 parameters for categories', () => {
    expect(modellableParameters(trainSessionModel(sessionsOf('values')))).toEqual([
      'Arbitration',
      'DisplayName',
      'DomainController',
      'ErrorAction',
      'Force',
      'HiddenFromAddressListsEnabled',
      'IssueWarningQuota',
      'Organization',
      'PolicyIdentifierString',
      'ProhibitSendQuota',
      'ProhibitSendReceiveQuota',
      'QuarantineMessageStore',
      'RecoverableItemsQuota',
      'RecoverableItemsWarningQuota',
      'SCLDeleteEnabled',
      'SCLJunkEnabled',
      'SCLQuarantineEnabled',
      'SCLRejectEnabled',
      'SyncMailboxLocationGuids',
      'TenantDefaultPolicy',
      'UseDatabaseQuotaDefaults',
    ])
  })

  it('has the published rarest windows, and ranks every session', () => {
    const scored = scoreSessionTable(sessions, { mode: 'commands', events: 'EventList' })
    expect(scored.rowCount).toBe(400)
    expect(scored.column('Likelihood').filter((cell) => cell === null)).toHaveLength(246)
    expect(scored.column('Rank')).toEqual(Array.from({ length: 400 }, (_, index) => index + 1))
    expect(scored.column('Score').every((score) => Number.isFinite(score))).toBe(true)
    expect(scored.value(0, 'RarestWindow')).toBe('(start) → New-Mailbox → Set-Mailbox → (end)')
    expect(scored.value(1, 'RarestWindow')).toBe('(start) → New-App → New-App → (end)')
    expect(scored.column('RarestWindow')).toContain(
      'Set-ExchangeAssistanceConfig → Set-TransportConfig → Set-RecipientEnforcementProvisioningPolicy',
    )
  })

  it('does not depend on the order of the training sessions', () => {
    const values = sessionsOf('values')
    const backwards = findWindows([...values].reverse(), { kind: 'values', window: 3 })
    const forwards = windows.get('values 3')!
    values.forEach((_, row) => {
      const other = values.length - 1 - row
      expect(backwards.windowStart[other]).toBe(forwards.windowStart[row])
      expect(relativeError(backwards.logLikelihood[other]!, forwards.logLikelihood[row]!)).toBeLessThan(1e-12)
    })
  })
})

function relativeError(found: number, expected: number): number {
  return Math.abs(found - expected) / Math.abs(expected)
}
