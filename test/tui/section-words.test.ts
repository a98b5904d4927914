import { describe, expect, test } from 'vitest'
import { Table } from '../../src/lib/table.ts'
import type { Section } from '../../src/notebooklet/result-data.ts'
import { lineText } from '../../src/report/charts/styled-line.ts'
import { utc } from '../../src/report/charts/zone.ts'
import { followUpItems } from '../../src/tui/run/follow-up-items.ts'
import { explainSection, sectionBanner } from '../../src/tui/run/section-words.ts'
import { section } from './fake-desk.ts'
import { stageOf } from './stage.ts'

const empty = Table.empty([{ name: 'A', type: 'string' }])
const plain = section('a', 'A', empty, { kind: 'table' })
const long = 'What one must know of this section, said at some length, so that it takes more than one line.'

describe('sectionBanner', () => {
  const shown = (of: Partial<Section>, width: number, height: number) =>
    sectionBanner({ ...plain, ...of }, width, height).map(lineText)

  test('gives a text as many lines as there is room for, and leads to the rest of it', () => {
    expect(shown({ text: long }, 50, 10)).toEqual([])
    expect(shown({ text: long }, 50, 14)).toEqual([' What one must know of this section, said at s… i'])
    expect(shown({ text: long }, 50, 22)).toEqual([
      ' What one must know of this section, said at some',
      ' length, so that it takes more than one line.',
    ])
    for (const line of shown({ text: long.repeat(5) }, 50, 40)) expect(line.length).toBeLessThanOrEqual(50)
    expect(shown({ text: long.repeat(5) }, 50, 40)).toHaveLength(3)
  })
})

describe('explainSection', () => {
  test('names the tables that a workspace lacks together', () => {
    const notices = ['No flows.', 'no VMConnection in this workspace', 'no NTANetAnalytics in this workspace']
    const lines = explainSection({ ...plain, status: 'empty', notices }, 80, utc).map((line) => lineText(line).trim())
    expect(lines.filter((line) => line.startsWith('•'))).toEqual([
      '• No flows.',
      '• Not in this workspace: VMConnection, NTANetAnalytics',
    ])
  })

  test('leaves what is said of the whole Result to the page about it, unless there is nothing else to say', () => {
    const points = (notices: readonly string[]) =>
      explainSection({ ...plain, status: 'empty', notices }, 80, utc, ['no places'])
        .map((line) => lineText(line).trim())
        .filter((line) => line.startsWith('•'))
    expect(points(['No flows.', 'no places'])).toEqual(['• No flows.'])
    expect(points(['no places'])).toEqual(['• no places'])
  })
})

describe('followUpItems', () => {
  test('keeps those of a notebooklet that was run within apart, as they may have the same titles', async () => {
    const { data } = (await stageOf({ notebooklet: 'account-summary', value: 'bob' })).run().handle!
    const offer = { title: 'The alerts', parameters: [], done: false }
    const items = followUpItems({
      ...data,
      choices: [],
      followUps: [
        { ...offer, id: 'alerts' },
        { ...offer, id: 'card/alerts' },
      ],
    })
    expect(items.map(({ label, group }) => [label, group])).toEqual([
      ['The alerts', 'Follow-ups'],
      ['The alerts', 'Follow-ups of card'],
    ])
  })
})
