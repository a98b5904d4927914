import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/providers/clock.ts'
import { connectLogAnalytics } from '../../../src/providers/log-analytics/open-log-analytics.ts'
import { askingIdentity } from '../../../src/providers/remote/asking-identity.ts'
import type { LogAnalyticsRequest } from '../../../src/providers/service-request.ts'

describe('who asks a service', () => {
  it('is told from all others, and shows no token', () => {
    const all = [
      {},
      { auth: 'cli' },
      { auth: 'cli', tenant: 'contoso.com' },
      { auth: 'managed', clientId: 'a' },
      { token: 'first-token' },
      { token: 'other-token' },
    ] as const
    expect(new Set(all.map(askingIdentity)).size).toBe(all.length)
    expect(all.map(askingIdentity).join()).not.toMatch(/(first|other)-token/)
  })

  it('is the same in another spelling', () => {
    expect(askingIdentity({ tenant: 'Contoso.com' })).toBe(askingIdentity({ auth: 'default', tenant: 'contoso.com' }))
    expect(askingIdentity({ token: 't', auth: 'cli' })).toBe(askingIdentity({ token: 't' }))
  })

  it('has turns of its own: two tokens for one workspace do not wait for each other', async () => {
    const request: LogAnalyticsRequest = {
      kind: 'log-analytics',
      workspace: '11111111-2222-3333-4444-555555555555',
      endpoint: 'http://127.0.0.1:1',
    }
    const keyOf = async (more: Partial<LogAnalyticsRequest>) => {
      const { wire, client } = await connectLogAnalytics({ ...request, ...more }, systemClock, {})
      client.close()
      return wire.limited.key
    }
    const [one, again, other, none] = [
      await keyOf({ token: 'one' }),
      await keyOf({ token: 'one' }),
      await keyOf({ token: 'other' }),
      await keyOf({}),
    ]
    expect(again).toBe(one)
    expect(new Set([one, other, none]).size).toBe(3)
  })
})
