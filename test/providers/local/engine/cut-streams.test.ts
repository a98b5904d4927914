import { expect, it } from 'vitest'
import { LocalWorkspace } from '../../../../src/providers/local/local-workspace.ts'

it('knows a function of ours that is first asked for after an answer was cut', async () => {
  const source = { kind: 'files', paths: [] } as const
  const workspace = await LocalWorkspace.open({ name: 'none', kind: 'local', source, clock: () => new Date(0) })
  try {
    expect((await workspace.query('range x from 1 to 500000 step 1', { limit: 1 })).rowCount).toBe(1)
    for (let again = 0; again < 2; again++) {
      const sorted = await workspace.query('print sorted = array_sort_desc(dynamic([1, 3, 2]))')
      expect(sorted.rows()).toEqual([[[3, 2, 1]]])
    }
  } finally {
    await workspace.close()
  }
})
