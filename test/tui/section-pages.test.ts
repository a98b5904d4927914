import { expect, it } from 'vitest'
import type { QueryRecord, Section } from '../../src/notebooklet/result-data.ts'
import { utc } from '../../src/report/charts/zone.ts'
import { kqlPage } from '../../src/tui/run/section-pages.ts'

const day = (of: number) => `2026-03-0${of}T00:00:00.0000000Z`
const whole = { status: 'complete', rowCount: 5, durationMs: 9 } as const

function pageOf(pieces: QueryRecord['pieces']): string {
  const timeRange = { start: day(1), end: day(4) }
  const query: QueryRecord = {
    query: 'some/query',
    kql: 'T',
    timeRange,
    rowCount: 10,
    durationMs: 30,
    completeness: 'partial',
    ...(pieces && { pieces }),
  }
  const section: Section = {
    id: 'one',
    title: 'One',
    status: 'partial',
    notices: [],
    view: { kind: 'text', text: '' },
    queries: [query],
    entityColumns: {},
  }
  return kqlPage(section, { notebooklet: 'some' }, 'azure:soc', utc)
    .paragraphs.map(({ text }) => text)
    .join('\n')
}

it('says in how many parts a question was asked, and which of them is not whole', () => {
  const page = pageOf([
    { start: day(1), end: day(2), ...whole },
    {
      start: day(2),
      end: day(3),
      ...whole,
      status: 'failed',
      rowCount: 0,
      message: 'It fell over.',
      workspace: 'azure:soc',
    },
    { start: day(3), end: day(4), ...whole },
  ])
  expect(page).toContain('Asked in 3 parts of the time range, 2 of them complete.')
  expect(page).toContain('azure:soc, 2026-03-02 00:00:00 to 2026-03-03 00:00:00 UTC: failed: It fell over.')
})

it('names no part where all are whole, and none where it was asked at once', () => {
  const page = pageOf([
    { start: day(1), end: day(2), ...whole },
    { start: day(2), end: day(4), ...whole },
  ])
  expect(page).toContain('Asked in 2 parts of the time range, each complete.')
  expect(page).not.toContain('2026-03-02')
  expect(pageOf(undefined)).not.toContain('parts')
})
