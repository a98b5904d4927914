import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Table } from '../../../src/lib/table.ts'
import { checkNotebooklet } from '../../../src/notebooklet/check-notebooklet.ts'
import { parseNotebooklet } from '../../../src/notebooklet/parse-notebooklet.ts'
import { stepNamed } from '../../../src/notebooklet/steps.ts'
import { knownSchemas } from '../../../src/providers/schemas/known-schemas.ts'
import { checkQuery } from '../../../src/queries/check-query.ts'
import { parseQuery } from '../../../src/queries/query-definition.ts'

const readme = readFileSync(new URL('../../../src/analytics/README.md', import.meta.url), 'utf8')
const section = readme.slice(readme.indexOf('\n## Preparation\n'), readme.indexOf('\n## Sessions\n'))
const [queryText = '', notebookletText = ''] = Array.from(
  section.matchAll(/```yaml\n([\s\S]*?)```/g),
  ([, text]) => text ?? '',
)

it('shows a way from a raw log to scored sessions that is sound and can be gone', () => {
  const known = knownSchemas()
  const schemas = { tables: [], known: { get: known.find, keys: known.names } }
  const { query, diagnostics } = parseQuery('README.md', queryText)
  expect(diagnostics).toEqual([])
  expect(checkQuery(query!, schemas)).toEqual([])
  const { definition, document, diagnostics: faults } = parseNotebooklet('README.md', notebookletText)
  expect(faults).toEqual([])
  const context = { schemas, findQuery: () => query!, findNotebooklet: () => undefined, notebookletIds: [] }
  expect(checkNotebooklet(definition!, document, context)).toEqual([])

  const columns = ['UserId', 'ClientIP', 'Operation', 'Parameters', 'OfficeWorkload'].map(
    (name) => ({ name, type: 'string' }) as const,
  )
  const rows = ['Get-User', 'Set-User', 'Get-User'].map((name, at) => [
    `2024-01-01T00:00:0${at}Z`,
    'a',
    '10.0.0.1',
    name,
    '',
    'Exchange',
  ])
  const tables = new Map([['records', Table.fromRows([{ name: 'TimeGenerated', type: 'datetime' }, ...columns], rows)]])
  for (const [name, source] of Object.entries(definition!.data)) {
    if (source.kind !== 'from' || source.step === undefined) continue
    const step = stepNamed({}, source.step)
    const made = step.run([tables.get(source.from[0]!)!], step.options.parse(source.with), () => {})
    tables.set(name, made instanceof Table ? made : made.table)
  }
  const [shown] = definition!.sections
  expect(tables.get('scored')!.rowCount).toBe(1)
  const names = tables.get('scored')!.columns.map(({ name }) => name)
  if (shown!.view.kind === 'table') expect(names).toEqual(expect.arrayContaining([...(shown!.view.columns ?? [])]))
})
