import { describe, expect, it } from 'vitest'
import { checkNotebooklet } from '../../src/notebooklet/check-notebooklet.ts'
import { defineNotebooklet } from '../../src/notebooklet/define-notebooklet.ts'
import type { Library } from '../../src/notebooklet/library.ts'
import { parseNotebooklet, takeNotebooklet } from '../../src/notebooklet/parse-notebooklet.ts'
import { runNotebooklet } from '../../src/notebooklet/result.ts'

import { fakeWorkspace, table } from './fake-workspace.ts'

const library: Library = {
  findQuery: () => {
    throw new Error('none')
  },
  findNotebooklet: () => Promise.reject(new Error('none')),
}

const names = table('Name:string', ['a'])
const earlier = { start: '2025-01-01T00:00:00Z', end: '2025-02-01T00:00:00Z' }

const asking = defineNotebooklet({
  id: 'asking',
  title: 'Asking',
  text: 'Asks as it goes.',
  data: {
    both: {
      async compute({ ask, isKept, tables, incomplete, notice }) {
        const [first] = await tables()
        const answer = await ask(`${first!.name} | take 1`)
        await ask('Broken', earlier).catch(() => incomplete('Broken does not answer.'))
        if (isKept(`${first!.name} | take 1`)) notice('It is kept.')
        return answer
      },
    },
  },
  sections: [
    { id: 'one', title: 'One', from: 'both' },
    { id: 'two', title: 'Two', from: 'both' },
  ],
  'follow-ups': {
    again: {
      title: 'Again',
      sections: [{ id: 'again', title: 'Again', compute: ({ ask }) => ask('Present | take 1') }],
    },
    elsewhere: {
      title: 'Elsewhere',
      sections: [{ id: 'elsewhere', title: 'Elsewhere', compute: ({ ask }) => ask('Present | take 1', earlier) }],
    },
  },
})

describe('code that asks', () => {
  const workspace = () =>
    fakeWorkspace({ tables: [{ name: 'Present' }], answers: { Present: names, Broken: new Error('offline') } })
  const { definition } = takeNotebooklet('asking.ts', asking.definition)

  it('records what it asked, what failed too, and is partial where it says so', async () => {
    const result = await runNotebooklet(definition!, workspace(), library)
    const { status, queries } = result.section('one')!
    expect(status).toBe('partial')
    expect(queries.map(({ kql, completeness, timeRange }) => [kql, completeness, timeRange.start.slice(0, 4)])).toEqual(
      [
        ['Present | take 1', 'complete', '2026'],
        ['Broken', 'failed', '2025'],
      ],
    )
    // What both sections would say is said once.
    expect(result.data.notices).toEqual(['Broken does not answer.', 'It is kept.'])
    expect(result.section('two')!.notices).toEqual([])
  })

  it('asks a question once in the life of a Result, of each time range', async () => {
    const fake = workspace()
    const result = await runNotebooklet(definition!, fake, library)
    const before = fake.asked.length
    const grown = await (await result.followUp('again')).followUp('again')
    expect(fake.asked).toHaveLength(before)
    expect(grown.section('again')).toMatchObject({ status: 'ok', queries: [{ kql: 'Present | take 1' }] })
    await grown.followUp('elsewhere')
    expect(fake.asked.slice(before).map(({ options }) => options.timespan)).toEqual([earlier])
  })
})

describe('an enquiry in YAML', () => {
  const yaml = (source: string) =>
    [
      'id: lookup',
      'title: Lookup',
      'text: A look-up.',
      'value: { type: string, example: alice }',
      'sections:',
      `  - { id: found, title: Found, ${source} }`,
    ].join('\n')

  function problems(source: string): string[] {
    const { definition, document, diagnostics } = parseNotebooklet('lookup.yaml', yaml(source))
    if (!definition || diagnostics.length > 0) return diagnostics.map(({ message }) => message)
    const context = {
      schemas: { tables: [] },
      findQuery: library.findQuery,
      findNotebooklet: () => undefined,
      notebookletIds: [],
    }
    return checkNotebooklet(definition, document, context).map(({ message }) => message)
  }

  it.each([
    ['anomaly-lookup, with: { entity: $value }', []],
    ['anomaly-lookup, with: { entity: $value }, view: { table: { columns: [Kind, Table] } }', []],
    [
      'anomaly-lookup, with: { entity: $value }, view: { table: { columns: [Sort] } }',
      [expect.stringContaining('column `Sort`')],
    ],
    ['anomaly-look, with: { entity: $value }', [expect.stringContaining('enquiry `anomaly-look`')]],
    ['anomaly-lookup', [expect.stringContaining('entity')]],
    ['anomaly-lookup, with: { entity: $value, days: none }', [expect.stringContaining('days')]],
    ['anomaly-lookup, with: { entity: $valu }', [expect.stringContaining('$valu')]],
    [
      'anomaly-lookup, query: a/b, with: { entity: $value }',
      [expect.stringContaining('a table comes from one of them')],
    ],
  ])('is checked: %s', (source, expected) => {
    expect(problems(`enquiry: ${source}`).slice(0, 1)).toEqual(expected)
  })
})
