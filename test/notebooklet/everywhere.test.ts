import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import type { ResultHandle } from '../../src/notebooklet/desk.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import type { ResultData } from '../../src/notebooklet/result-data.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import { recording } from '../../src/providers/recorded/recording.ts'
import type { Workspace } from '../../src/providers/workspace.ts'
import { serve } from '../../src/serve/serve.ts'

const folder = resolve(import.meta.dirname, '../..')
const catalog = await loadCatalog([{ origin: 'shipped', folder }])

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each()
})

interface GoldenRequest {
  readonly value?: string
  readonly followUps: readonly { readonly id: string; readonly parameters?: Record<string, string> }[]
}

/**
 * Of every day, as all of them take minutes: those that an investigation begins with. `EVERYWHERE=all` runs the others too.
 */
const daily = ['account-summary', 'host-summary', 'anomalous-sessions']
const chosen = catalog.entries.filter(({ info }) => process.env.EVERYWHERE === 'all' || daily.includes(info.id))

/** Where a service and the files behind it are not alike, and why that is right. */
const differences = {
  kusto: [],
  logAnalytics: [
    {
      reason:
        'its answers have no place for what is to be known of a whole one, such as that the server has no database of places',
      notice: /^geo_info_from_ip_address: no database of places is given/,
    },
  ],
} satisfies Record<string, readonly { readonly reason: string; readonly notice: RegExp }[]>

/** What a reader sees of a Result, whatever answered it: all but how long that took and whom it asked. */
function seen(
  { status, notices, entities, followUps, choices, sections }: ResultData,
  without: readonly { readonly notice: RegExp }[] = [],
) {
  const kept = (text: string) => !without.some(({ notice }) => notice.test(text))
  return {
    status,
    notices: notices.filter(kept),
    entities,
    followUps,
    choices,
    sections: sections.map(({ table, queries, notices, ...section }) => ({
      ...section,
      notices: notices.filter(kept),
      columns: table?.columns,
      rows: table?.rows(),
      queries: queries.map(({ durationMs: _, ...query }) => query),
    })),
  }
}

describe.each(chosen.map((entry) => [entry.info.id, dirname(join(folder, entry.path))] as const))('%s', (id, home) => {
  it('shows of services and of a recording what it shows of the files behind them', { timeout: 180_000 }, async () => {
    const request = JSON.parse(readFileSync(join(home, 'golden', 'request.json'), 'utf8')) as GoldenRequest
    const local = await openWorkspace({ kind: 'local', paths: [join(home, 'fixture')] })
    undo.push(() => local.close())
    const { at: now } = await local.now()
    const [start] = (await local.tables()).flatMap(({ first }) => first ?? []).sort()
    const run = async (workspace: Workspace) => {
      const desk = await openDesk(workspace, catalog)
      let result: ResultHandle = await desk.run({
        notebooklet: id,
        ...(request.value !== undefined && { value: request.value }),
        start: start!,
        end: now,
      })
      for (const { id, parameters } of request.followUps) result = await result.followUp(id, parameters)
      return result.data
    }

    const server = await serve({ workspaces: [{ name: 'soc', workspace: local }] })
    let served = true
    const stop = async () => {
      if (served) await server.close()
      served = false
    }
    undo.push(stop)
    const expected = await run(local)
    expect(expected.sections.filter(({ status }) => status === 'ok').length).toBeGreaterThan(0)

    const kusto = await openWorkspace({ kind: 'kusto', cluster: server.url, database: 'soc', now })
    undo.push(() => kusto.close())
    expect.soft(seen(await run(kusto)), 'Kusto').toEqual(seen(expected, differences.kusto))

    const kept = mkdtempSync(join(tmpdir(), 'huntlet-everywhere-'))
    undo.push(() => rmSync(kept, { recursive: true }))
    const logAnalytics = await recording(
      await openWorkspace({ kind: 'log-analytics', workspace: server.ids[0]!, endpoint: `${server.url}/v1`, now }),
      kept,
    )
    const answered = seen(await run(logAnalytics))
    expect.soft(answered, 'Log Analytics').toEqual(seen(expected, differences.logAnalytics))
    await logAnalytics.close()
    await stop()

    const recorded = await openWorkspace({ kind: 'recorded', folder: kept })
    undo.push(() => recorded.close())
    expect(seen(await run(recorded)), 'a recording').toEqual(answered)
  })
})
