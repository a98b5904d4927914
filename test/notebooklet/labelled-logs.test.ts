import { describe, expect, it } from 'vitest'
import { scoreSessions } from '../../src/analytics/sessions/score-sessions.ts'
import { hasRealLogs } from '../analytics/real-logs.ts'
import { labelledLogs } from '../bench/labelled-sessions.ts'

describe.skipIf(!hasRealLogs)('the sessions of labelled logs, by the defaults of anomalous-sessions', () => {
  it('have the first attack at least as high as by the likelihood of its rarest window', {
    timeout: 120_000,
  }, async () => {
    const behind: string[] = []
    let logs = 0
    for await (const { name, sessions, attacks, mode } of labelledLogs('params', (folder) => folder !== 'demo')) {
      const { likelihood, surprise } = scoreSessions(sessions, { window: 3, kind: mode })
      const scored = likelihood.filter((each) => !Number.isNaN(each)).length
      if (scored === 0) continue
      logs++
      const rarity = likelihood.map((each) => (Number.isNaN(each) ? Number.NEGATIVE_INFINITY : -each))
      const [msticpy, huntlet] = [rarity, surprise].map((figures) => {
        const best = Math.max(...attacks.map((attack) => figures[attack]!))
        return figures.filter((figure) => figure > best).length + 1
      })
      if (huntlet! > msticpy!) behind.push(`${name}: ${huntlet} after ${msticpy}`)
    }
    expect(logs).toBeGreaterThanOrEqual(10)
    expect(behind).toEqual([])
  })
})
