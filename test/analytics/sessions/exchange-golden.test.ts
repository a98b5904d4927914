import { beforeAll, describe, expect, it } from 'vitest'
import { readSessions } from '../../../src/analytics/sessions/read-sessions.ts'
import { scoreSessionTable } from '../../../src/analytics/sessions/score-session-table.ts'
import { findWindows, type SessionWindows } from '../../../src/analytics/sessions/score-sessions.ts'
import type { Session, SessionKind } from '../../../src/analytics/sessions/session.ts'
import { modellableParameters, trainSessionModel } from '../../../src/analytics/sessions/session-model.ts'
import type { Table } from '../../../src/lib/table.ts'
import { hasRealLogs } from '../real-logs.ts'
import { exchangeSessions } from './exchange-sessions.ts'
import { publishedWindows as published } from './published-windows.ts'

describe.skipIf(!hasRealLogs)('Exchange administration, 20 minutes and 2 minutes apart', () => {
  let sessions: Table
  const windows = new Map<string, SessionWindows>()

  beforeAll(() => {
    sessions = exchangeSessions()
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
    // The rarest window is msticpy's, whatever the rank.
    const rarest = scored.column('Likelihood').map((cell) => (cell === null ? 1 : Number(cell)))
    const least = rarest.indexOf(Math.min(...rarest))
    expect(scored.value(least, 'RarestWindow')).toBe('(start) → New-Mailbox → Set-Mailbox → (end)')
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
