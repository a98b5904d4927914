import { describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import type { ContentFiles } from '../../src/notebooklet/content-files.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import { fakeWorkspace } from './fake-workspace.ts'
import { logonsFiles } from './logons-content.ts'
import { memoryFiles, root } from './memory-content.ts'

const small = (id: string, rest = '') =>
  `id: ${id}\ntitle: T\ntext: T.\n${rest}sections:\n  - { id: words, title: Words, view: { text: { text: Hello } } }\n`

const load = (folders: Parameters<typeof memoryFiles>[0]) =>
  loadCatalog(Object.keys(folders).map(root), memoryFiles(folders))

const told = (diagnostics: readonly { code: string; message: string }[]) =>
  diagnostics.map(({ code, message }) => `${code} ${message}`)

describe('loadCatalog', () => {
  it('describes each notebooklet for lists, search and help', async () => {
    const { notebooklets, diagnostics } = await load({ project: logonsFiles })
    expect(diagnostics).toEqual([])
    expect(notebooklets.map(({ id }) => id)).toEqual(['logons', 'office'])
    expect(notebooklets[0]).toEqual({
      id: 'logons',
      title: 'Logons',
      text: 'Where an account logged on.',
      entities: ['account'],
      keywords: [],
      value: { required: true, text: 'Part of a name' },
      timespan: '2d',
      options: [
        { name: 'alerts', default: true, text: 'Alerts' },
        { name: 'office', default: false, text: 'Office' },
      ],
      parameters: [
        {
          name: 'source',
          type: 'string',
          text: '',
          default: 'all',
          required: false,
          values: ['all', 'sign-in', 'office'],
        },
        { name: 'top', type: 'int', text: '', default: '2', required: false },
      ],
      sections: ['matches', 'logons', 'first', 'alerts', 'activity'].map((id) => ({ id, title: expect.any(String) })),
      followUps: [
        {
          id: 'by-address',
          title: 'From one address',
          parameters: [{ name: 'address', type: 'string', text: 'An address', required: true, column: 'Where' }],
        },
        { id: 'failures', title: 'Failed logons', parameters: [] },
        { id: 'office', title: 'In Office', parameters: [] },
      ],
      origin: 'project',
    })
  })

  it('leaves out what is broken, says what is wrong with it, and runs the rest', async () => {
    const catalog = await load({
      project: {
        'notebooklets/good/notebooklet.yaml': small('good'),
        'notebooklets/broken/notebooklet.yaml': 'id: broken\ntitle: [',
        'notebooklets/wrong/notebooklet.yaml': small('wrong', 'timespan: soon\n'),
        'notebooklets/elsewhere/notebooklet.yaml': small('other'),
        'notebooklets/readme.md': 'not a notebooklet',
      },
    })
    expect(catalog.notebooklets.map(({ id }) => id)).toEqual(['good'])
    expect(told(catalog.diagnostics)).toEqual([
      expect.stringMatching(/^YAML001/),
      'NBL005 The id is `other`, but the file stands at `notebooklets/elsewhere/notebooklet.yaml`.',
      expect.stringMatching(/^YAML006 `timespan`/),
    ])
    const desk = await openDesk(fakeWorkspace(), catalog)
    expect((await desk.run({ notebooklet: 'good' })).data.status).toBe('ok')
    await expect(desk.run({ notebooklet: 'wrong' })).rejects.toMatchObject({
      code: 'BROKEN_NOTEBOOKLET',
      message: expect.stringContaining('notebooklet.yaml:4:11'),
    })
  })

  it('keeps the first of two with one id, and names both', async () => {
    const catalog = await load({
      shipped: { 'notebooklets/a/same/notebooklet.yaml': small('same') },
      mine: { 'notebooklets/same/notebooklet.yaml': small('same') },
    })
    expect(catalog.notebooklets.map(({ origin }) => origin)).toEqual(['shipped'])
    expect(told(catalog.diagnostics)).toEqual([
      'NBL003 `same` is defined a second time; the first is shipped/notebooklets/a/same/notebooklet.yaml.',
    ])
    expect(catalog.diagnostics[0]?.source?.name).toBe('mine/notebooklets/same/notebooklet.yaml')
  })

  it('tells of a file that can’t be read', async () => {
    const files = memoryFiles({ project: { 'notebooklets/a/notebooklet.yaml': small('a') } })
    const unreadable: ContentFiles = {
      ...files,
      read: () => {
        throw new Error('EACCES: permission denied')
      },
    }
    const { diagnostics } = await loadCatalog([root('project')], unreadable)
    expect(told(diagnostics)).toEqual([
      "NBL008 `project/notebooklets/a/notebooklet.yaml` can't be read: EACCES: permission denied",
    ])
  })

  it('finds nothing in folders that are not there', async () => {
    const { notebooklets, diagnostics, queryFiles } = await loadCatalog([root('/nowhere/at/all')])
    expect({ notebooklets, diagnostics, queryFiles }).toEqual({ notebooklets: [], diagnostics: [], queryFiles: [] })
  })
})

describe('findQuery', () => {
  it('reads a query when it is asked for, once', async () => {
    const files = memoryFiles({ project: logonsFiles })
    const read: string[] = []
    const counting: ContentFiles = {
      ...files,
      read(from, path) {
        read.push(path)
        return files.read(from, path)
      },
    }
    const catalog = await loadCatalog([root('project')], counting)
    expect(read.filter((path) => path.startsWith('queries/'))).toEqual([])
    expect(catalog.findQuery('account/find')).toBe(catalog.findQuery('account/find'))
    expect(read.filter((path) => path.startsWith('queries/'))).toEqual(['queries/account/find.yaml'])
  })

  it('suggests, and names what is wrong with a broken one', async () => {
    const catalog = await load({
      project: { ...logonsFiles, 'queries/account/bad.yaml': 'id: account/bad\ntitle: T\n' },
    })
    expect(() => catalog.findQuery('account/fnd')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_QUERY', hint: 'Did you mean `account/find`?' }),
    )
    expect(() => catalog.findQuery('../../etc/passwd')).toThrow(expect.objectContaining({ code: 'UNKNOWN_QUERY' }))
    expect(() => catalog.findQuery('account/bad')).toThrow(expect.objectContaining({ code: 'BROKEN_QUERY' }))
  })
})

describe('pivots', () => {
  it('are the notebooklets that take an entity', async () => {
    const desk = await openDesk(fakeWorkspace(), await load({ project: logonsFiles }))
    expect(desk.pivots('account').map(({ id }) => id)).toEqual(['logons', 'office'])
    expect(desk.pivots('host')).toEqual([])
  })
})
