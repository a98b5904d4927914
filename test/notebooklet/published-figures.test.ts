import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Table } from '../../src/lib/table.ts'
import { type OpenDesk, openDesk } from '../../src/notebooklet/open-desk.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import type { Workspace } from '../../src/providers/workspace.ts'

const folder = resolve(import.meta.dirname, '../..')
const logs = resolve(folder, '../shared/data/msticpy-exchange')

/** Likelihoods that msticpy gives for these logs: of the five rarest sessions and how many have none. */
const published = [
  {
    mode: 'commands',
    window: 2,
    unscored: 0,
    rarest: [
      0.000177999288002848, 0.000177999288002848, 0.0003253090435914118, 0.000362844702467344, 0.0003773584905660377,
    ],
  },
  {
    mode: 'commands',
    window: 3,
    unscored: 246,
    rarest: [
      2.1190391428910476e-5, 2.791113095902646e-5, 6.279647180438416e-5, 8.073832089135106e-5, 8.489386784735206e-5,
    ],
  },
  {
    mode: 'params',
    window: 3,
    unscored: 246,
    rarest: [
      2.5494013434253376e-7, 4.426391567253987e-7, 6.348333621571831e-7, 7.045264026773323e-7, 8.852783134507973e-7,
    ],
  },
  {
    mode: 'values',
    window: 3,
    unscored: 246,
    rarest: [
      3.297843804553418e-7, 4.2570235735163025e-7, 4.737033406601928e-7, 5.6758915251977e-7, 6.595687609106836e-7,
    ],
  },
] as const

describe.skipIf(!existsSync(logs))('anomalous-sessions on recorded Exchange logs', () => {
  let workspace: Workspace
  let desk: OpenDesk
  beforeAll(async () => {
    workspace = await openWorkspace({ kind: 'local', paths: [logs] })
    desk = await openDesk(workspace, [{ origin: 'shipped', folder }])
  })
  afterAll(() => workspace?.close())

  it.each(published)('has msticpy’s likelihoods: $mode, window $window', async ({ mode, window, unscored, rarest }) => {
    const { data } = await desk.run({
      notebooklet: 'anomalous-sessions',
      parameters: { mode, window: String(window), source: 'office-exchange' },
    })
    const ranked = data.sections.find(({ id }) => id === 'ranked')?.table as Table
    expect(ranked.rowCount).toBe(400)
    const likelihoods = ranked.column('Likelihood').filter((cell) => cell !== null) as number[]
    expect(ranked.rowCount - likelihoods.length).toBe(unscored)
    const found = likelihoods.sort((a, b) => a - b).slice(0, 5)
    found.forEach((likelihood, at) => {
      expect(Math.abs(likelihood / rarest[at]! - 1)).toBeLessThan(1e-12)
    })
    // Every session has its place, whatever its length.
    expect([...(ranked.column('Rank') as number[])].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 400 }, (_, at) => at + 1),
    )
  })
})
