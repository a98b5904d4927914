import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { HuntletError } from '../../src/lib/diagnostic.ts'
import { checkNotebooklet } from '../../src/notebooklet/check-notebooklet.ts'
import { parseNotebooklet } from '../../src/notebooklet/parse-notebooklet.ts'
import { steps } from '../../src/notebooklet/steps.ts'
import { knownSchemas } from '../../src/providers/schemas/known-schemas.ts'
import { checkQuery } from '../../src/queries/check-query.ts'
import { parseQuery, type Query } from '../../src/queries/query-definition.ts'
import { inNode } from './in-node.ts'

const repository = resolve(import.meta.dirname, '../..')
const readme = readFileSync(join(repository, 'src/notebooklet/README.md'), 'utf8')
const code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
const [queryText = '', notebookletText = ''] = Array.from(
  readme.matchAll(/```yaml\n([\s\S]*?)```/g),
  ([, text]) => text ?? '',
)

const known = knownSchemas()
const schemas = { tables: [], known: { get: known.find, keys: known.names } }

describe('the page on writing notebooklets', () => {
  const { query, diagnostics } = parseQuery('README.md', queryText)

  it('shows a query that is sound', () => {
    expect(diagnostics).toEqual([])
    expect(checkQuery(query!, schemas)).toEqual([])
  })

  it('shows a notebooklet that is sound, but for the queries it makes up', () => {
    const { definition, document, diagnostics: faults } = parseNotebooklet('README.md', notebookletText)
    expect(faults).toEqual([])
    const findQuery = (id: string): Query => {
      if (id === query!.id) return query!
      throw new HuntletError('UNKNOWN_QUERY', id)
    }
    const context = { schemas, findQuery, findNotebooklet: () => undefined, notebookletIds: [] }
    const found = checkNotebooklet(definition!, document, context).map(({ message }) => message)
    expect(found.filter((message) => !message.includes('names the query'))).toEqual([])
  })

  it('shows code that is sound', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'huntlet-readme-'))
    try {
      mkdirSync(join(folder, 'notebooklets/quiet-hosts'), { recursive: true })
      writeFileSync(join(folder, 'notebooklets/quiet-hosts/index.ts'), code)
      const found = await inNode(`
        const { checkProject } = await load('notebooklet/check-project.ts')
        const roots = [{ origin: 'shipped', folder: ${JSON.stringify(repository)} }, { origin: '.', folder: ${JSON.stringify(folder)} }]
        return checkProject(roots, ({ origin }) => origin === '.')`)
      expect(found).toEqual({ diagnostics: [], queries: 0, notebooklets: 1 })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('lists every step, and none besides', () => {
    const listed = Array.from(readme.matchAll(/^\| `([a-z-]+)` `\{/gm), ([, name]) => name)
    expect(listed).toEqual(Object.keys(steps))
  })
})
