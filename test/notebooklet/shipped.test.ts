import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { printDiagnostic } from '../../src/lib/diagnostic.ts'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import { checkProject } from '../../src/notebooklet/check-project.ts'
import { printShippedTypes } from './print-shipped-types.ts'

const folder = resolve(import.meta.dirname, '../..')
const roots = [{ origin: 'shipped', folder }]

describe('the notebooklets and queries that are shipped', () => {
  it('have nothing wrong with them', async () => {
    const { diagnostics, queries, notebooklets } = await checkProject(roots)
    expect(diagnostics.map((each) => printDiagnostic(each))).toEqual([])
    expect(Math.min(queries, notebooklets)).toBeGreaterThan(0)
  })

  it('are known to TypeScript by their names and follow-ups', async () => {
    const { entries } = await loadCatalog(roots)
    const text = printShippedTypes(entries.flatMap(({ parsed }) => parsed.definition ?? []))
    await expect(text).toMatchFileSnapshot(resolve(folder, 'src/notebooklet/shipped-notebooklets.ts'))
  })
})
