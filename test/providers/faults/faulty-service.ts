import { openKusto } from '../../../src/providers/kusto/open-kusto.ts'
import { openLogAnalytics } from '../../../src/providers/log-analytics/open-log-analytics.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import type { ServiceLimits } from '../../../src/providers/service-request.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'
import type { Faults } from '../../../src/serve/faults.ts'
import { selfMadeCertificate } from '../../../src/serve/self-made-certificate.ts'
import { type Server, serve } from '../../../src/serve/serve.ts'
import type { ServeOptions } from '../../../src/serve/serve-options.ts'
import { makeFolder } from '../../support/load-fixture.ts'
import { type PassingClock, passingClock } from '../../support/passing-clock.ts'

export const services = ['Log Analytics', 'Kusto'] as const
export type Service = (typeof services)[number]

/** A record every 80 seconds of a day, but for its last part, which has none. */
export const count = 1000
export const day = { start: '2026-05-01T00:00:00Z', end: '2026-05-02T00:00:00Z' }
export const everyNumber = Array.from({ length: count }, (_, n) => n)
export const timeOf = (n: number) => Date.parse(day.start) + n * 80_000

const token = 'what-the-server-was-started-with'

const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.UTC(2100, 0) }) }

/** The records, read once, for all the servers of a test file. */
export async function openRecords() {
  const certificate = await selfMadeCertificate('127.0.0.1', Date.now())
  const folder = makeFolder({
    'Numbers_CL.jsonl': everyNumber
      .map((n) => `{"TimeGenerated":"${new Date(timeOf(n)).toISOString()}","n_d":${n},"Text_s":"text ${n}"}\n`)
      .join(''),
  })
  const workspace = await openWorkspace({ kind: 'local', paths: [folder.path] })
  return {
    workspace,
    certificate,
    async close() {
      await workspace.close()
      folder.remove()
    },
  }
}

export interface FaultyService {
  /** huntlet's own provider, its real client and the server between. */
  readonly workspace: Workspace
  readonly clock: PassingClock
  /** The server goes away, with all that is under way; and another comes up where it was. */
  goAway(): Promise<void>
  comeBack(): Promise<void>
  /** Another question: what goes wrong from here on, and the user who may have enough of it. */
  begin(faults: (under: FaultyService) => Faults): void
  readonly stop: AbortController
  /** How many queries came in. */
  readonly asked: number
  close(): Promise<void>
}

/** `faults`: of queries alone, as the schema is asked for before. Time is the clock's, for client and server. */
export async function faultyService(
  service: Service,
  { workspace: records, certificate }: Awaited<ReturnType<typeof openRecords>>,
  { serving = {}, limits }: { readonly serving?: Partial<ServeOptions>; readonly limits?: ServiceLimits } = {},
): Promise<FaultyService> {
  const clock = passingClock(Date.parse('2026-05-03T00:00:00Z'), 1)
  let asked = 0
  let stop = new AbortController()
  let faulty: Faults = () => undefined
  const start = (port = 0) =>
    serve({
      ...serving,
      workspaces: [{ name: 'soc', workspace: records }],
      port,
      token,
      // Logins go over https alone.
      ...(service === 'Log Analytics' && { https: certificate }),
      clock,
      bounds: { closeMs: 1 },
      faults: (request) => {
        if (!request.path.endsWith('/query') || request.kql === undefined) return undefined
        asked++
        return faulty(request)
      },
    })
  let server: Server = await start()
  const { port, ids, url } = server
  const request = { clock, ...(limits && { limits }) }
  const workspace = await (service === 'Kusto'
    ? openKusto({ ...request, kind: 'kusto', cluster: url, database: 'soc', token })
    : openLogAnalytics(
        { ...request, kind: 'log-analytics', name: 'azure:soc', workspace: ids[0]!, endpoint: `${url}/v1` },
        { credential, certificateAuthority: certificate.cert },
      ))
  const under: FaultyService = {
    workspace,
    clock,
    get stop() {
      return stop
    },
    begin(faults) {
      stop = new AbortController()
      clock.meanwhile = undefined
      asked = 0
      faulty = faults(under)
    },
    goAway: () => server.close(),
    async comeBack() {
      server = await start(port)
    },
    get asked() {
      return asked
    },
    async close() {
      await workspace.close()
      await server.close()
    },
  }
  return under
}
