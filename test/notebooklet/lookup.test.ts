import { describe, expect, it } from 'vitest'
import { checkNotebooklet } from '../../src/notebooklet/check-notebooklet.ts'
import type { Library } from '../../src/notebooklet/library.ts'
import { parseNotebooklet } from '../../src/notebooklet/parse-notebooklet.ts'
import { runNotebooklet } from '../../src/notebooklet/result.ts'
import { noIntelligence } from '../../src/providers/lookups/look-up.ts'
import type { Lookup, LookupOutcome } from '../../src/providers/lookups/lookup.ts'
import { parseQuery } from '../../src/queries/query-definition.ts'
import { fakeWorkspace, table } from './fake-workspace.ts'

const { query } = parseQuery(
  'seen.yaml',
  [
    'id: seen',
    'title: Seen',
    'tables: [Seen_CL]',
    'schemas: { Seen_CL: { TimeGenerated: datetime, IP: string, Others: dynamic, Count: long } }',
    'query: |',
    '  Seen_CL | where TimeGenerated between ({{start}} .. {{end}}) | project IP, Others, Count',
  ].join('\n'),
)

const library: Library = {
  findQuery: () => query!,
  findNotebooklet: () => Promise.reject(new Error('none')),
}

const seen = table(
  'IP:string Others:dynamic Count:long',
  ['8.8.8.8', ['8.8.4.4', '10.0.0.1'], 1],
  ['8.8.8.8', null, 2],
  ['-', [], 3],
)

const yaml = (source: string, more = '') =>
  [
    'id: known',
    'title: Known',
    'text: What is known.',
    "value: { type: string, default: '1.1.1.1', text: An address }",
    'data:',
    '  seen: { query: seen }',
    'sections:',
    `  - { id: known, title: Known, lookup: ${source}${more} }`,
    'follow-ups:',
    '  again: { title: Again, sections: [{ id: again, title: Again, lookup: { value: $value } }] }',
  ].join('\n')

const everything = '{ from: seen, columns: { IP: ip, Others: ip } }'

function madeUp(id: string, look: Lookup['look'], about: Lookup['about'] = 'threat'): Lookup {
  return { id, title: id, text: id, about, kinds: ['ip'], place: 'local', hosts: [], needsKey: false, look }
}

const bad = madeUp('bad-addresses', async (observables): Promise<LookupOutcome> => {
  const answers = observables
    .filter(({ value }) => value !== '10.0.0.1')
    .map((observable) => ({
      observable,
      severity: observable.value === '8.8.4.4' ? ('high' as const) : ('warning' as const),
      verdict: 'Bad',
      asOf: '2026-01-30T00:00:00Z',
      raw: { bad: true },
    }))
  return { answers, entries: 3 }
})

async function run(source: string, lookups: readonly Lookup[] | undefined, more = '') {
  const { definition, diagnostics } = parseNotebooklet('known.yaml', yaml(source, more))
  expect(diagnostics).toEqual([])
  const workspace = fakeWorkspace({ answers: { Seen_CL: seen } })
  return runNotebooklet(definition!, workspace, library, {}, { ...(lookups && { lookups }) })
}

describe('a section that looks up', () => {
  it('asks about each observable of its data once, and shows the worst first', async () => {
    const asked: string[] = []
    const listening = madeUp('listening', async (observables) => {
      asked.push(...observables.map(({ value }) => value))
      return { answers: [] }
    })
    const result = await run(everything, [bad, listening])
    expect(asked.sort()).toEqual(['10.0.0.1', '8.8.4.4', '8.8.8.8'])
    const { table: found, status, entityColumns } = result.section('known')!
    expect(status).toBe('ok')
    expect(found?.select(['Severity', 'Observable', 'Source', 'Age', 'Records']).rows()).toEqual([
      ['high', '8.8.4.4', 'bad-addresses', '1.00:00:00', 1],
      ['warning', '8.8.8.8', 'bad-addresses', '1.00:00:00', 2],
    ])
    expect(entityColumns).toEqual({ Observable: 'ip' })
    expect(result.entities.map(({ value }) => value).sort()).toEqual(['8.8.4.4', '8.8.8.8'])
  })

  it('has rows for what nobody knows where it is told to', async () => {
    const result = await run('{ from: seen, columns: { Others: ip }, unknown: true }', [bad])
    expect(result.section('known')!.table?.select(['Severity', 'Observable']).rows()).toEqual([
      ['high', '8.8.4.4'],
      ['unknown', '10.0.0.1'],
    ])
  })

  it('asks only who is named, or who knows what it is about', async () => {
    const context = madeUp('places', async () => ({ answers: [] }), 'context')
    const silent = await run('{ value: $value, about: context }', [bad, context])
    expect(silent.section('known')).toMatchObject({ status: 'empty', notices: [] })
    const named = await run('{ value: $value, only: [known-ranges] }', [bad, context])
    expect(named.section('known')!.table?.rowCount).toBe(0)
  })

  it('looks a value up, follow-ups too, where its run did', async () => {
    const result = await run('{ value: [8.8.8.8, nothing at all] }', [bad])
    expect(result.section('known')!.notices).toEqual([
      '`nothing at all` is no address, domain, URL, hash or e-mail address.',
    ])
    const grown = await result.followUp('again')
    expect(grown.section('again')!.table?.column('Observable')).toEqual(['1.1.1.1'])
  })

  it('is partial where a source fails, and says which', async () => {
    const broken = madeUp('broken', () => Promise.reject(new Error('it fell over')))
    const result = await run(everything, [bad, broken])
    expect(result.section('known')).toMatchObject({
      status: 'partial',
      notices: ['broken gave no answer: it fell over'],
    })
    expect(result.section('known')!.table?.rowCount).toBe(2)
    const unknown = await run('{ from: seen, columns: { Others: ip }, unknown: true }', [bad, broken])
    expect(unknown.section('known')!.table?.column('Verdict').at(-1)).toBe(
      'Nothing is known of it, but not every source answered',
    )
  })

  it('says what is empty only where there was something to know it', async () => {
    const knowsNothing = madeUp('none', async () => ({ answers: [], entries: 5 }))
    const empty = ', empty: None is known.'
    expect((await run(everything, [knowsNothing], empty)).section('known')!.notices).toEqual(['None is known.'])
    const bare = await run(everything, undefined, empty)
    // The private address is known of in any workspace.
    expect(bare.section('known')).toMatchObject({ status: 'ok', notices: [noIntelligence] })
    const threats = await run('{ from: seen, columns: { IP: ip }, about: threat }', undefined, empty)
    expect(threats.section('known')).toMatchObject({ status: 'empty', notices: [noIntelligence] })
  })
})

describe('a look-up in YAML', () => {
  function problems(source: string): string[] {
    const { definition, document, diagnostics } = parseNotebooklet('known.yaml', yaml(source))
    if (!definition || diagnostics.length > 0) return diagnostics.map(({ message }) => message)
    const context = {
      schemas: { tables: [] },
      findQuery: library.findQuery,
      findNotebooklet: () => undefined,
      notebookletIds: [],
    }
    return checkNotebooklet(definition, document, context)
      .filter(({ severity }) => severity === 'error')
      .map(({ message }) => message)
  }

  it.each([
    [everything, []],
    ['{ value: $value, only: virustotal }', []],
    [`${everything}, view: { table: { columns: [Verdict] } }`, []],
    [`${everything}, view: { table: { columns: [Vedict] } }`, ['column `Vedict`']],
    ['{ from: seen, columns: { Ip: ip } }', ['column `Ip`']],
    ['{ from: seen, columns: { Count: ip } }', ['is of type long']],
    ['{ from: sen, columns: { IP: ip } }', ['data `sen`']],
    ['{ from: seen, columns: { IP: address } }', ['one of `ip`']],
    ['{ from: seen }', ['needs `from` and `columns` together']],
    ['{ about: threat }', ['has nothing to look up']],
    ['{ value: $valu }', ['$valu']],
    ['{ value: $value, only: [virus-total] }', ['look-up `virus-total`']],
    ['{ value: $value }, query: seen', ['a table comes from one of them']],
    ['{ value: $value }, with: { a: 1 }', ['`with`']],
  ])('is checked: %s', (source, expected) => {
    expect(problems(source)).toHaveLength(expected.length)
    for (const [index, text] of expected.entries()) expect(problems(source)[index]).toContain(text)
  })
})
