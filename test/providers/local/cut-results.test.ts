import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'

let workspace: Workspace
beforeAll(async () => {
  workspace = await openWorkspace({ kind: 'local', paths: [] })
})
afterAll(() => workspace?.close())

async function rowsOf(kql: string, limit?: number) {
  const { table, completeness } = await workspace.run(kql, limit === undefined ? {} : { limit })
  return [table.rowCount, completeness.status, completeness.notices.join()]
}

const numbers = 'range x from 1 to 600000 step 1'
const wide = 'range x from 1 to 100 step 1 | project s = strrep("abcdefghij", 96)'

it.each<[string, number | undefined, unknown[]]>([
  [numbers, undefined, [500_000, 'truncated', expect.stringContaining('`set truncationmaxrecords=ROWS;`')]],
  [numbers, 600_000, [600_000, 'complete', '']],
  [numbers, 7, [7, 'truncated', 'only the first 7 rows are shown; there are more']],
  [`set notruncation; ${numbers}`, undefined, [600_000, 'complete', '']],
  [`set truncationmaxrecords=550000; ${numbers}`, undefined, [550_000, 'truncated', expect.stringMatching(/550,000/)]],
  [`set notruncation; set query_take_max_records=3; ${numbers}`, undefined, [3, 'truncated', expect.any(String)]],
  [`set truncationmaxsize=9640; ${wide}`, undefined, [10, 'truncated', expect.stringContaining('9.4 KB of data')]],
  [`set truncationmaxsize=1000000; ${wide}`, undefined, [100, 'complete', '']],
  [
    `${wide} | mv-expand range(1, 1000, 1)`,
    undefined,
    [expect.any(Number), 'truncated', expect.stringMatching(/64 MB/)],
  ],
  [`${wide} | mv-expand range(1, 1000, 1)`, 100_000, [100_000, 'complete', '']],
])('%s, limit %s', async (kql, limit, expected) => {
  expect(await rowsOf(kql, limit)).toEqual(expected)
})

it('refuses a size that is none', async () => {
  await expect(workspace.run('set truncationmaxsize="much"; print 1')).rejects.toMatchObject({ code: 'KQL_INVALID' })
})
