import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'

describe('columns that depend on the data', () => {
  let workspace: Workspace
  beforeAll(async () => {
    workspace = await openWorkspace({ kind: 'local', paths: [] })
  })
  afterAll(() => workspace?.close())

  it('are those of the bags, and can be named further on', async () => {
    const table = await workspace.query(
      'datatable(d: dynamic) [dynamic({"a":1,"b":"x"}), dynamic({"b":"y"})] | evaluate bag_unpack(d) | where b == "y"',
    )
    expect(table.columns).toEqual([
      { name: 'a', type: 'long' },
      { name: 'b', type: 'string' },
    ])
    expect(table.rows()).toEqual([[null, 'y']])
  })

  it('are the values that a pivot turns', async () => {
    const table = await workspace.query(
      'datatable(k: string, v: long) ["x", 1, "y", 2, "x", 5] | evaluate pivot(k, sum(v))',
    )
    expect(table.columns.map(({ name }) => name)).toEqual(['x', 'y'])
    expect(table.rows()).toEqual([[6, 2]])
  })

  it('may be asked for twice in one query', async () => {
    const table = await workspace.query(
      'print d = dynamic({"a":1,"e":{"f":2}}) | evaluate bag_unpack(d) | evaluate bag_unpack(e) | project a, f',
    )
    expect(table.rows()).toEqual([[1, 2]])
  })
})
