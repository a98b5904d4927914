import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import type { RunRequest } from '../../src/notebooklet/desk.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import type { ResultData } from '../../src/notebooklet/result-data.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'

const folder = resolve(import.meta.dirname, '../..')
const data = resolve(folder, '../shared/data')
const fixture = (name: string) => join(folder, 'notebooklets', name, 'fixture')

/** Results of several requests over one workspace. */
async function runOver(path: string, requests: readonly RunRequest[]): Promise<ResultData[]> {
  const workspace = await openWorkspace({ kind: 'local', paths: [path] })
  try {
    const desk = await openDesk(workspace, await loadCatalog([{ origin: 'shipped', folder }]))
    const results: ResultData[] = []
    for (const request of requests) results.push((await desk.run(request)).data)
    return results
  } finally {
    await workspace.close()
  }
}

function rowsOf({ sections }: ResultData, id: string) {
  return [...(sections.find((section) => section.id === id)?.table?.objects() ?? [])]
}

describe('an address summary', () => {
  const all = fixture('ip/ip-address-summary')

  it('is of an internal address where an agent reports it, public or private, and says who does', async () => {
    const values = ['10.44.0.12:3389', '::ffff:10.44.0.12', '192.0.2.10', '10.99.0.1', '198.51.100.77']
    const results = await runOver(
      all,
      values.map((value) => ({ notebooklet: 'ip-address-summary', value })),
    )
    const facts = results.map((result) => rowsOf(result, 'address')[0])
    expect(facts.map((fact) => [fact?.Address, fact?.Origin, fact?.Why])).toEqual([
      ['10.44.0.12', 'internal', 'a private address, reported by Heartbeat'],
      ['10.44.0.12', 'internal', 'a private address, reported by Heartbeat'],
      ['192.0.2.10', 'internal', 'reported by Heartbeat'],
      ['10.99.0.1', 'internal', 'a private address; no agent or network interface reports it'],
      ['198.51.100.77', 'external', 'not a private address, and no agent or network interface reports it'],
    ])
    expect(rowsOf(results[0]!, 'hosts').map(({ Host }) => Host)).toEqual(['orch-web02.orchardry.example'])
  })

  it('takes no other address for it: neither one that begins alike nor a text with quotes', async () => {
    const [short, hostile, name] = await runOver(
      all,
      ['198.51.100.7', "198.51.100.77' or 1==1 //", 'nobody'].map((value) => ({
        notebooklet: 'ip-address-summary',
        value,
      })),
    )
    expect(rowsOf(short!, 'seen').map(({ Log, Count }) => [Log, Count])).toEqual([
      ['Linux logons', 1],
      ['Office 365', 1],
    ])
    expect(rowsOf(short!, 'alerts').map(({ AlertName }) => AlertName)).toEqual(['Another address'])
    for (const none of [hostile!, name!]) {
      expect(none.sections.filter(({ status }) => status === 'failed')).toEqual([])
      expect(none.sections[0]!.notices.join()).toContain('This is no IPv4 or IPv6 address.')
    }
  })
})

describe('a flow summary', () => {
  const all = fixture('network/network-flow-summary')

  it('gives a host the flows of its names and addresses in every log, seen from the host', async () => {
    const [short, full, address, log] = await runOver(all, [
      { notebooklet: 'network-flow-summary', value: 'ORCH-WEB02' },
      { notebooklet: 'network-flow-summary', value: 'orch-web02.orchardry.example' },
      { notebooklet: 'network-flow-summary', value: '203.0.113.45:443' },
      { notebooklet: 'network-flow-summary', value: 'orch-web02', parameters: { log: 'Firewalls' } },
    ])
    const peers = rowsOf(short!, 'peers').map(({ Peer, Flows }) => [Peer, Flows])
    expect(peers).toContainEqual(['203.0.113.45', 10])
    expect(peers.map(([peer]) => peer)).not.toContain('203.0.113.99')
    expect(rowsOf(full!, 'peers').map(({ Peer, Flows }) => [Peer, Flows])).toEqual(peers)
    expect(rowsOf(address!, 'summary').map(({ Direction, Flows }) => [Direction, Flows])).toEqual([['inbound', 10]])
    expect(rowsOf(log!, 'summary').map(({ Logs, Flows }) => [Logs, Flows])).toEqual([
      ['Firewalls', 2],
      ['Firewalls', 1],
    ])
  })

  it('reads a hostile name as a name', async () => {
    const [result] = await runOver(all, [{ notebooklet: 'network-flow-summary', value: `x" or true | take 1 //\n'` }])
    expect(result!.sections.filter(({ status }) => status === 'failed')).toEqual([])
    expect(rowsOf(result!, 'matches')).toEqual([])
  })
})

describe('a domain summary', () => {
  it('takes names below the domain for it, and no name that only ends or begins alike', async () => {
    const [result] = await runOver(fixture('url/domain-summary'), [
      { notebooklet: 'domain-summary', value: 'IMG.PixelHarbor.example.' },
    ])
    expect(rowsOf(result!, 'names').map(({ Name }) => Name)).toEqual([
      'img.pixelharbor.example',
      '6a7fq02lsk3hd8vbn4mzx91pwe5r.img.pixelharbor.example',
    ])
    expect(rowsOf(result!, 'resolutions').map(({ Address }) => Address)).not.toContain('203.0.113.51')
  })

  it('is as well of a host that is an address', async () => {
    const [result] = await runOver(fixture('url/url-summary'), [
      { notebooklet: 'url-summary', value: 'http://203.0.113.45/x' },
    ])
    expect(rowsOf(result!, 'parts')[0]).toMatchObject({ Name: '203.0.113.45', Unusual: 'an address instead of a name' })
    expect(result!.sections.filter(({ status }) => status === 'failed')).toEqual([])
  })
})

describe.skipIf(!existsSync(data))('over real logs', () => {
  it('tells the story of an address of the training lab', async () => {
    const [spray, deletes] = await runOver(join(data, 'sentinel-training-lab'), [
      { notebooklet: 'ip-address-summary', value: '175.45.176.99' },
      { notebooklet: 'ip-address-summary', value: '37.142.150.162' },
    ])
    expect(rowsOf(spray!, 'seen').find(({ Log }) => Log === 'Entra ID sign-ins')).toMatchObject({
      Count: 60,
      Failed: 7,
    })
    expect(rowsOf(spray!, 'accounts').map(({ Account }) => Account)).toContain('adelev@m365x816222.onmicrosoft.com')
    expect(rowsOf(spray!, 'sign-ins').filter(({ Result }) => String(Result).startsWith('failed: 50057'))).toHaveLength(
      1,
    )
    const azure = rowsOf(deletes!, 'azure')
    expect(azure.filter(({ Kind }) => Kind === 'deletes').length).toBeGreaterThan(5)
    expect(azure[0]).toMatchObject({ Kind: 'deletes', Account: 'adelev@m365x816222.onmicrosoft.com' })
  })

  it('counts the flows of NSG records once, however many addresses one names', async () => {
    const [result] = await runOver(join(data, 'msticnb'), [
      { notebooklet: 'network-flow-summary', value: 'MSTICAlertsWin1' },
    ])
    const summary = rowsOf(result!, 'summary')
    expect(summary.reduce((sum, { Flows }) => sum + Number(Flows), 0)).toBeCloseTo(71)
    expect(summary.map(({ Direction }) => Direction)).toEqual(['outbound', 'outbound', 'outbound'])
    expect(rowsOf(result!, 'peers')).toHaveLength(18)
  })
})
