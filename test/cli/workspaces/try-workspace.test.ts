import { expect, it } from 'vitest'
import { tryWorkspace } from '../../../src/cli/workspaces/try-workspace.ts'
import { passingClock } from '../../support/passing-clock.ts'

it('tells each step of a cluster once, in order, with what to do about the one that failed', async () => {
  const { signal } = new AbortController()
  const clock = passingClock(Date.parse('2026-05-04T00:00:00Z'), 0.5)
  const told: string[] = []
  const steps = await tryWorkspace(
    { kind: 'kusto', cluster: 'http://127.0.0.1:1', database: 'd', clock },
    ({ step, status }) => told.push(`${step} ${status}`),
    signal,
  )
  expect(told).toEqual(['login skipped', 'reach failed', 'permission skipped', 'query skipped'])
  expect(steps[1]!.remedy).toContain('Check that the server is running')
})
