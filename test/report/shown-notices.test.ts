import { describe, expect, it } from 'vitest'
import { shownNotices } from '../../src/report/shown-notices.ts'

describe('notices as they are shown', () => {
  it('name the tables that a workspace lacks together, behind what else is said', () => {
    const notices = ['no A_CL in this workspace', 'Cut at 10 rows.', 'no Syslog in this workspace']
    expect(shownNotices(notices)).toEqual(['Cut at 10 rows.', 'Not in this workspace: A_CL, Syslog'])
    expect(shownNotices(['no Syslog in this workspace'])).toEqual(['no Syslog in this workspace'])
    expect(shownNotices([])).toEqual([])
  })
})

it('shows times in them to the second', () => {
  expect(shownNotices(['No rows between 2026-09-01T00:05:00Z and 2026-09-30T23:32:26.1161467Z.'])).toEqual([
    'No rows between 2026-09-01T00:05:00Z and 2026-09-30T23:32:26Z.',
  ])
})
