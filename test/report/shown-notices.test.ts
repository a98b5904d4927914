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
