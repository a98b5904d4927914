import { expect, it } from 'vitest'
import { generateDemo } from '../../../../src/providers/demo/generate-demo.ts'
import { Engine } from '../../../../src/providers/local/engine/engine.ts'
import { withLoaded } from '../../../support/load-fixture.ts'

it('the demo’s values all fit their columns: as files, it is the same tables without a notice', async () => {
  const engine = await Engine.open({ kind: 'demo' }, { signal: new AbortController().signal, onProgress: () => {} })
  const demo = engine.tables
  engine.close()
  expect(engine.notices).toEqual([])

  const files: Record<string, string> = {}
  for (const { table, rows } of generateDemo())
    files[`${table}.jsonl`] = `${Array.from(rows, (row) => JSON.stringify(row)).join('\n')}\n`
  await withLoaded(files, ({ tables, notices }) => {
    expect(notices).toEqual([])
    const known = new Map(tables.map((table) => [table.name, table]))
    expect([...known.keys()].sort()).toEqual(demo.map((table) => table.name).sort())
    for (const { sources: _, columns, ...table } of demo) {
      expect(known.get(table.name)).toMatchObject(table)
      expect(new Set(known.get(table.name)!.columns)).toEqual(new Set(columns))
    }
  })
})
