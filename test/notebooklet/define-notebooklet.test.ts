import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { defineNotebooklet, type NotebookletCode, type TypedResult } from '../../src/notebooklet/define-notebooklet.ts'
import type { Library } from '../../src/notebooklet/library.ts'
import type { NotebookletInput } from '../../src/notebooklet/notebooklet-schema.ts'
import { takeNotebooklet } from '../../src/notebooklet/parse-notebooklet.ts'
import { type Result, runNotebooklet } from '../../src/notebooklet/result.ts'
import { soundQuery } from '../queries/query-text.ts'
import { fakeWorkspace, table } from './fake-workspace.ts'
import { inNode } from './in-node.ts'

const busiest = defineNotebooklet({
  id: 'busiest',
  title: 'Busiest',
  text: 'Who is busiest?',
  value: { type: 'string', default: '' },
  parameters: { fewest: { type: 'int', default: 2 }, since: { type: 'timespan', default: '1h' } },
  options: { all: { default: false, text: 'All of them' } },
  data: { counts: { query: 'test/query' } },
  sections: [
    {
      id: 'all',
      title: 'All',
      from: 'counts',
      view: { table: { columns: ['Name', 'Count'] } },
      entities: { Name: 'account' },
    },
    {
      id: 'busy',
      title: 'Busy',
      async compute({ data, parameters, notice, query, value, options }) {
        const counts = await data('counts')
        await query('test/query')
        notice(`${value} ${parameters.since} ${options.length}`)
        return counts.pick(
          counts.column('Count').flatMap((count, row) => (Number(count) >= Number(parameters.fewest) ? [row] : [])),
        )
      },
    },
  ],
  'follow-ups': {
    'one-of-them': {
      title: 'One',
      parameters: { name: { type: 'string', required: true }, times: { type: 'int', default: 1 } },
      sections: [{ id: 'one', title: 'One', from: 'counts', step: 'where', with: { column: 'Name', equals: '$name' } }],
    },
    again: { title: 'Again', sections: [{ id: 'again', title: 'Again', from: 'counts', step: 'odd-rows' }] },
  },
})

const library: Library = {
  findQuery: () => soundQuery('SigninLogs | summarize Count = count() by Name = UserPrincipalName'),
  findNotebooklet: () => Promise.reject(new Error('none')),
}

const counts = table('Name:string Count:long', ['a', 1], ['b', 2], ['c', 3])
const workspace = () => fakeWorkspace({ answers: { SigninLogs: counts } })

describe('defineNotebooklet', () => {
  it('runs code where YAML would name a query, and records what it asked', async () => {
    const { definition, diagnostics } = takeNotebooklet('busiest.ts', busiest.definition)
    expect(diagnostics).toEqual([])
    const fake = workspace()
    const result = await runNotebooklet(definition!, fake, library, { value: 'x' })
    expect(result.section('busy')).toMatchObject({ status: 'ok', notices: ['x 01:00:00 0'] })
    expect(result.section('busy')?.table?.column('Name')).toEqual(['b', 'c'])
    expect(result.section('busy')?.queries).toHaveLength(2)
    expect(fake.asked).toHaveLength(2)
  })

  it.each([
    ['throws', new Error('boom'), 'boom'],
    ['asks what fails', undefined, 'offline'],
  ])('fails its section where it %s', async (_, error, notice) => {
    const { definition } = takeNotebooklet('busiest.ts', {
      ...busiest.definition,
      data: {},
      'follow-ups': {},
      sections: [
        {
          id: 's',
          title: 'S',
          async compute({ query }: { query: (id: string) => Promise<unknown> }) {
            await query('test/query')
            throw error
          },
        },
      ],
    })
    const fake = fakeWorkspace({ answers: { SigninLogs: error ? counts : new Error('offline') } })
    const result = await runNotebooklet(definition!, fake, library)
    expect(result.sections).toMatchObject([{ status: 'failed', notices: [notice] }])
    expect(result.sections[0]?.queries).toHaveLength(1)
  })

  it('has steps of its own', async () => {
    const { definition } = takeNotebooklet('busiest.ts', busiest.definition, {
      'odd-rows': {
        text: 'Odd rows.',
        inputs: ['any'],
        options: z.object({}),
        run: ([first]) => first!.pick([1]),
      },
    })
    const result = await runNotebooklet(definition!, workspace(), library)
    expect((await result.followUp('again')).section('again')?.table?.column('Name')).toEqual(['b'])
  })

  it('types its follow-ups as methods', () => {
    type FollowUps = typeof busiest extends NotebookletCode<infer Declared> ? NonNullable<Declared> : never
    type Typed = TypedResult<FollowUps>
    expectTypeOf<Typed>().toExtend<Result>()
    expectTypeOf<Typed['oneOfThem']>()
      .parameter(0)
      .toEqualTypeOf<{ readonly name: string } & { readonly times?: number }>()
    expectTypeOf<Awaited<ReturnType<Typed['oneOfThem']>>['again']>().toBeFunction()
    // @ts-expect-error a bar needs its value
    const bars: NotebookletInput['sections'][number] = { id: 'b', title: 'B', view: { bars: { label: 'Name' } } }
    expect(bars.id).toBe('b')
    // @ts-expect-error a required parameter is left out
    const missing: Parameters<Typed['oneOfThem']> = []
    // @ts-expect-error there is no such follow-up
    type Unknown = Typed['oneofthem']
    expect(missing).toEqual([])
    expectTypeOf<Unknown>().toBeAny()
  })
})

describe('code of a notebooklet', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'huntlet-code-'))
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    const words = "sections: [{ id: 's', title: 'S', view: { text: { text: 'Hello' } } }]"
    const whole = (id: string) =>
      `import { defineNotebooklet } from 'huntlet'\nconst id: string = '${id}'\nexport default defineNotebooklet({ id, title: 'T', text: 'T.', ${words} })\n`
    write('notebooklets/typed/index.ts', whole('typed'))
    write('node_modules/pack/notebooklets/packed/index.ts', whole('packed'))
    write('notebooklets/plain/index.js', whole('plain').replace(': string', ''))
    write('notebooklets/throws/index.ts', "throw new Error('boom')\n")
    write('notebooklets/wrong-types/index.ts', 'export default { id: 1 }\n')
    write('notebooklets/faulty/index.ts', whole('faulty').replace("title: 'T'", 'title: 3'))
    write('notebooklets/syntax/index.ts', 'export default {{\n')
    write(
      'notebooklets/both/notebooklet.yaml',
      'id: both\ntitle: T\ntext: T.\ndata: { all: { query: q } }\nsections: [{ id: s, title: S, from: all, step: mine }]\n',
    )
    write('queries/q.yaml', 'id: q\ntitle: Q\ntables: []\nquery: print A = 1\n')
    write(
      'notebooklets/both/index.ts',
      `import { defineStep, defineSteps, z } from 'huntlet'
      globalThis.wasImported = true
      export default defineSteps({ mine: defineStep({ text: 'Mine.', inputs: ['any'], options: z.object({}), run: ([table]) => table!.withColumn({ name: 'B', type: 'long' }, [2]) }) })\n`,
    )
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is found and imported without a build, wherever it stands; what is broken is a diagnostic', async () => {
    const found = (await inNode(`
      const { loadCatalog } = await load('notebooklet/catalog.ts')
      const folder = ${JSON.stringify(folder)}
      const { notebooklets, diagnostics } = await loadCatalog([
        { origin: '.', folder }, { origin: 'pack', folder: folder + '/node_modules/pack' }])
      return { ids: notebooklets.map(({ id }) => id), told: diagnostics.map(({ code, message, source }) => code + ' ' + message + ' @ ' + source.name), early: globalThis.wasImported === true }`)) as {
      readonly ids: string[]
      readonly told: string[]
      readonly early: boolean
    }
    expect(found.ids.sort()).toEqual(['both', 'packed', 'plain', 'typed'])
    // Code beside a notebooklet.yaml runs when the notebooklet does, not when it is listed.
    expect(found.early).toBe(false)
    const told = found.told.map((text) => text.replaceAll(folder, ''))
    expect(told).toEqual([
      'YAML004 `title` is `3`: expected a text. @ /notebooklets/faulty/index.ts',
      expect.stringMatching(/^NBL007 The notebooklet’s code can't be loaded: .* @ \/notebooklets\/syntax\/index.ts$/s),
      "NBL007 The notebooklet’s code can't be loaded: boom @ /notebooklets/throws/index.ts",
      "NBL007 The notebooklet’s code can't be loaded: its default export is no `defineNotebooklet({ … })` @ /notebooklets/wrong-types/index.ts",
    ])
  })

  it('adds steps to the YAML beside it', async () => {
    const found = await inNode(`
      const { loadCatalog } = await load('notebooklet/catalog.ts')
      const { openDesk } = await load('notebooklet/open-desk.ts')
      const { openWorkspace } = await load('providers/open-workspace.ts')
      const workspace = await openWorkspace({ kind: 'local', paths: [] })
      const desk = await openDesk(workspace, [{ origin: '.', folder: ${JSON.stringify(folder)} }])
      const result = await desk.run({ notebooklet: 'both' })
      await workspace.close()
      return result.data.sections[0].table?.rows() ?? result.data.sections[0].notices`)
    expect(found).toEqual([[1, 2]])
  })

  it('is run from code by its camelCase name', async () => {
    const found = await inNode(`
      const { loadNotebooklets, openWorkspace } = await load('index.ts')
      const { typed, accountSummary, ...rest } = await loadNotebooklets({ folder: ${JSON.stringify(folder)} })
      const workspace = await openWorkspace({ kind: 'local', paths: [] })
      const result = await typed.run(workspace)
      const missing = await loadNotebooklets().then((all) => all.acountSummary).catch((error) => error.code)
      await workspace.close()
      return { status: result.data.status, id: accountSummary.id, missing }`)
    expect(found).toEqual({ status: 'ok', id: 'account-summary', missing: 'UNKNOWN_NOTEBOOKLET' })
  })
})
