import { expect, it } from 'vitest'
import { Table } from '../../src/lib/table.ts'
import type { ResultData, Section } from '../../src/notebooklet/result-data.ts'
import { resultText } from '../../src/report/result-text.ts'

const table = Table.fromRows([{ name: 'Account', type: 'string' }], [['alice']])

function section(id: string, status: Section['status'], notices: readonly string[] = []): Section {
  const shown = status === 'ok' ? { table } : {}
  return { id, title: `The ${id}`, status, notices, view: { kind: 'table' }, queries: [], entityColumns: {}, ...shown }
}

function headings(sections: readonly Section[], notices: readonly string[] = []): string[] {
  const result: ResultData = {
    notebooklet: 'whole',
    title: 'Whole',
    request: {
      notebooklet: 'whole',
      parameters: {},
      choices: {},
      options: [],
      timeRange: { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z', said: 'last 1d' },
      now: { at: '2026-01-02T00:00:00Z', source: 'clock' },
      workspace: 'logs',
    },
    status: 'ok',
    notices,
    sections,
    entities: [],
    choices: [],
    followUps: [],
  }
  return [...resultText(result, { width: 120 })]
    .filter((line) => /^\d|^!|^ {2}|─ empty\n$/.test(line))
    .map((line) => line.trim())
}

it('tells sections together that were skipped for one reason, and goes on counting', () => {
  const why = ['Skipped until it is chosen: Which account?']
  const shown = headings([
    section('matches', 'ok'),
    section('card', 'skipped', why),
    section('alerts', 'skipped', why),
    section('hosts', 'skipped', ['Skipped: no alerts.']),
    section('end', 'ok'),
  ])
  expect(shown).toEqual([
    expect.stringMatching(/^1 The matches ─+ ok · 1 row$/),
    expect.stringMatching(/^2 to 3 ─+ skipped$/),
    'The card, The alerts',
    `! ${why[0]}`,
    expect.stringMatching(/^4 The hosts ─+ skipped$/),
    '! Skipped: no alerts.',
    expect.stringMatching(/^5 The end ─+ ok · 1 row$/),
  ])
})

it('tells sections whose logs are not there in the end, in one place, and keeps their numbers', () => {
  const shown = headings([
    section('matches', 'empty', ['no SigninLogs in this workspace']),
    section('mail', 'empty', ['no EmailEvents in this workspace', 'no UrlClickEvents in this workspace']),
    section('alerts', 'empty', ['No alert names it.', 'no SecurityAlert in this workspace']),
    section('bookmarks', 'empty', ['no HuntingBookmark in this workspace']),
    section('end', 'ok'),
  ])
  expect(shown).toEqual([
    expect.stringMatching(/^1 The matches ─+ empty$/),
    '! no SigninLogs in this workspace',
    expect.stringMatching(/^5 The end ─+ ok · 1 row$/),
    expect.stringMatching(/^Nothing found ─+ empty$/),
    '3 The alerts: No alert names it.',
    '! no SecurityAlert in this workspace',
    expect.stringMatching(/^2, 4 Not logged here ─+ empty$/),
    'The mail, The bookmarks',
    '! Not in this workspace: EmailEvents, UrlClickEvents, HuntingBookmark',
  ])
})

it('tells sections in which nothing was found in a line each, in the end, and nothing that is said of the whole again', () => {
  const places = 'no database of places is given'
  const looked = 'Looked in Syslog, 2026-01-01T00 to 2026-01-02T00.'.replaceAll('T00', 'T00:00:00Z')
  const shown = headings(
    [
      section('matches', 'ok'),
      section('tasks', 'empty', ['No task.', looked, places, 'no Event in this workspace']),
      section('map', 'empty', ['No place.', 'Rows are left out.', places]),
      section('lines', 'empty', [
        'No line.',
        'Looked in Syslog, 2026-01-01T00:00:00Z to 2026-01-01T06:00:00Z.',
        'no Event in this workspace',
      ]),
      section('rules', 'empty', ['Rows are left out.']),
      { ...section('asked', 'empty', ['No event.', places]), followUp: 'more' },
    ],
    [places],
  )
  expect(shown).toEqual([
    `! ${places}`,
    expect.stringMatching(/^1 The matches ─+ ok · 1 row$/),
    expect.stringMatching(/^6 The asked ─+ empty$/),
    '! No event.',
    expect.stringMatching(/^Nothing found ─+ empty$/),
    '2 The tasks: No task. Looked in Syslog.',
    '3 The map: No place.',
    '4 The lines: No line. Looked in Syslog, 2026-01-01T00:00:00Z to 2026-01-01T06:00:00Z.',
    '5 The rules',
    '! no Event in this workspace',
    '! Rows are left out.',
  ])
})
