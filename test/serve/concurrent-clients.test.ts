import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import type { Workspace } from '../../src/providers/workspace.ts'
import { type Server, serve } from '../../src/serve/serve.ts'
import { makeFolder } from '../support/load-fixture.ts'
import { ask, raw } from './support/ask.ts'

const clients = 50
const rowsOf = (client: number) => 100 + client

const lines = Array.from({ length: clients }, (_, client) =>
  Array.from({ length: rowsOf(client) }, (_, n) => `${client},${n}`),
).flat()
const folder = makeFolder({ 'Numbers_CL.csv': ['client,n', ...lines, ''].join('\n') })

let workspace: Workspace
let server: Server
const defects: unknown[] = []

beforeAll(async () => {
  workspace = await openWorkspace({ kind: 'local', paths: [folder.path] })
  server = await serve({ workspaces: [{ name: 'logs', workspace }], onDefect: (error) => defects.push(error) })
})

afterAll(async () => {
  await server?.close()
  await workspace?.close()
  folder.remove()
})

/** Each asks for its own, by both protocols, counted and whole, and errs once. */
async function client(number: number): Promise<void> {
  const own = `Numbers_CL | where client == ${number}`
  const counted = await ask(server, { query: `${own} | summarize count(), sum(n)` })
  expect(counted.body.tables[0].rows).toEqual([[rowsOf(number), (rowsOf(number) * (rowsOf(number) - 1)) / 2]])
  const wrong = await ask(server, { query: `${own} | where missing${number} == 1` })
  expect([wrong.status, wrong.body.error.innererror.innererror.token]).toEqual([400, `missing${number}`])
  const whole = await ask(server, { query: `${own} | sort by n asc | project n` })
  expect(whole.body.tables[0].rows.flat()).toEqual(Array.from({ length: rowsOf(number) }, (_, n) => n))
  const kusto = await ask(server, { db: 'logs', csl: `${own} | count` }, { path: '/v1/rest/query' })
  expect(kusto.body.Tables[0].Rows).toEqual([[rowsOf(number)]])
}

it('fifty clients at once are each given their own, among such as send garbage and such as go', async () => {
  const troubled = Array.from({ length: 20 }, async (_, number) => {
    await raw(server, `GARBAGE ${number}\r\n\r\n`)
    const gone = new AbortController()
    const leaving = fetch(`${server.url}/v1/workspaces/logs/query?query=${encodeURIComponent('Numbers_CL')}`, {
      signal: gone.signal,
    })
    setImmediate(() => gone.abort())
    await leaving.then((response) => response.text()).catch(() => {})
  })
  await Promise.all([...Array.from({ length: clients }, (_, number) => client(number)), ...troubled])
  expect(defects).toEqual([])
  await client(7)
})
