import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { CacheLimits } from '../../../src/providers/local/cache/disk-use.ts'
import { logsClient } from '../../../src/providers/log-analytics/client.ts'
import { endpointOf } from '../../../src/providers/log-analytics/endpoint.ts'
import { logAnalyticsWire } from '../../../src/providers/log-analytics/log-analytics-wire.ts'
import { remoteWorkspace } from '../../../src/providers/remote/remote-workspace.ts'
import type { TablePlan, Wire } from '../../../src/providers/remote/wire.ts'
import { compilerHere } from './compiler-here.ts'
import { eventTable, one, schema, scriptedWire, testClock } from './simulated-service.ts'

const folder = mkdtempSync(join(tmpdir(), 'huntlet-kept-schema-'))
afterAll(() => rmSync(folder, { recursive: true }))

const nothingKept = null

/** Opens a workspace under the same name and login as all others, and closes it. Whether its tables were asked for. */
async function isAsked(place: string, cache: CacheLimits | null = {}): Promise<boolean> {
  let asked = false
  const wire: Wire = {
    ...scriptedWire(() => one(eventTable([])), {
      schema: () => {
        asked = true
        return schema
      },
    }),
    place,
  }
  const workspace = await remoteWorkspace(
    { kind: 'log-analytics', name: 'azure:soc', wire, clock: testClock(), disk: { folder, ...(cache && { cache }) } },
    compilerHere,
  )
  await workspace.close()
  return asked
}

describe('a schema that is kept', () => {
  it('is not that of another workspace which the settings call the same', async () => {
    expect(await isAsked('one workspace')).toBe(true)
    expect(await isAsked('one workspace')).toBe(false)
    expect(await isAsked('another workspace')).toBe(true)
  })

  it('is not used where nothing kept is to be', async () => {
    expect(await isAsked('known workspace')).toBe(true)
    expect(await isAsked('known workspace', nothingKept)).toBe(true)
  })

  it('is told apart by the id of the workspace and by the plans that the settings give its tables', () => {
    const placeOf = (workspace: string, plans: Readonly<Record<string, TablePlan>>) => {
      const client = logsClient({ endpoint: endpointOf('http://127.0.0.1:9'), workspace, now: () => 0 })
      return logAnalyticsWire({ name: 'azure:soc', client, workspace, limitKey: '', plans, random: () => 0 }).place
    }
    const places = [placeOf('a', {}), placeOf('b', {}), placeOf('a', { Syslog: 'basic' })]
    expect(new Set(places).size).toBe(3)
  })
})
