import { describe, expect, it } from 'vitest'
import { techniqueEpisodes } from '../../../src/analytics/events/technique-episodes.ts'
import { table } from '../../notebooklet/fake-workspace.ts'

const events = (
  ...rows: readonly (readonly [time: string | null, meaning: string, technique: string, account: string])[]
) =>
  table(
    'TimeGenerated:datetime Meaning:string Technique:string Account:string Logon:string',
    ...rows.map((row) => [...row, row[3] === '' ? '' : '0x1']),
  )

const day = (time: string) => `2026-01-${time}:00Z`

describe('when techniques come together', () => {
  it('puts the time with the most different ones first, with who and what', () => {
    const agent = (time: string) => [day(time), 'Share used', 'T1021.002 SMB/Windows Admin Shares', 'agent'] as const
    const log = events(
      agent('01T10:00'),
      [day('01T10:10'), 'Service installed', 'T1543.003 Windows Service', 'agent'],
      agent('02T09:00'),
      [day('02T09:30'), 'Account created', 'T1136 Create Account', 'eve'],
      [day('02T10:20'), 'Log cleared', 'T1070.001 Clear Windows Event Logs', 'eve'],
    )
    expect([...techniqueEpisodes([log]).objects()]).toEqual([
      {
        First: '2026-01-02T09:00:00.0000000Z',
        Last: '2026-01-02T10:20:00.0000000Z',
        TechniqueCount: 3,
        // The share is used in the other episode as well, so it says least.
        What: 'Account created; Log cleared; Share used',
        Accounts: ['agent', 'eve'],
        Logons: ['0x1'],
        Records: 3,
        Times: 1,
        Techniques: ['T1021.002', 'T1136', 'T1070.001'],
      },
      expect.objectContaining({ TechniqueCount: 2, What: 'Service installed; Share used', Accounts: ['agent'] }),
    ])
  })

  it('parts what is farther apart than the gap, and leaves out what is too little', () => {
    const log = events([day('01T10:00'), 'A', 'T1136', 'eve'], [day('01T11:01'), 'B', 'T1098', 'eve'])
    expect(techniqueEpisodes([log]).rowCount).toBe(0)
    expect(techniqueEpisodes([log], { gap: '2h' }).column('TechniqueCount')).toEqual([2])
    expect(techniqueEpisodes([log], { least: 1 }).column('What')).toEqual(['B', 'A'])
    expect(() => techniqueEpisodes([log], { gap: 'soon' })).toThrow('gap')
  })

  it('parts what never ends into days, so that a busy host has more than one', () => {
    const hours = Array.from(
      { length: 72 },
      (_, hour) => `0${1 + Math.floor(hour / 24)}T${String(hour % 24).padStart(2, '0')}:00`,
    )
    const always = hours.map((hour, at) => [day(hour), 'A', 'T1136', `agent${at % 2}`] as const)
    const log = events(...always, [day('03T10:30'), 'B', 'T1098', 'eve'])
    expect(techniqueEpisodes([log]).column('First')).toEqual(['2026-01-03T02:00:00.0000000Z'])
    expect(techniqueEpisodes([log], { longest: '30d' }).column('First')).toEqual(['2026-01-01T00:00:00.0000000Z'])
  })

  it('counts episodes that are the same once, and rows without a time or a technique never', () => {
    const morning = (of: string) =>
      [
        [day(`${of}T06:30`), 'A', 'T1136', 'job'],
        [day(`${of}T06:31`), 'B', 'T1098', 'job'],
      ] as const
    const log = events(
      ...morning('01'),
      ...morning('02'),
      ...morning('03'),
      [null, 'C', 'T1110', 'eve'],
      [day('01T06:30'), 'D', '', 'eve'],
    )
    expect([...techniqueEpisodes([log]).objects()]).toEqual([
      expect.objectContaining({
        First: '2026-01-01T06:30:00.0000000Z',
        Times: 3,
        TechniqueCount: 2,
        Records: 2,
        Accounts: ['job'],
      }),
    ])
    expect(techniqueEpisodes([table('X:string', ['T1136'])]).rowCount).toBe(0)
  })

  it('reads indicators of command lines and guesses beside events', () => {
    const lines = table('TimeGenerated:datetime Why:string Techniques:dynamic Account:string', [
      day('01T10:00'),
      'downloads: it fetches from the network (T1105); hidden window: it runs where nobody sees it (T1564.003)',
      '["T1105","T1564.003"]',
      'eve',
    ])
    const guesses = table('First:datetime Kind:string Technique:string', [
      day('01T10:05'),
      'Brute force',
      'T1110.001 Password Guessing',
    ])
    expect([...techniqueEpisodes([lines, guesses]).objects()]).toEqual([
      expect.objectContaining({
        TechniqueCount: 3,
        What: 'downloads; hidden window; Brute force',
        Techniques: ['T1105', 'T1564.003', 'T1110.001'],
      }),
    ])
  })
})
