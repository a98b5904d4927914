import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/analytics/outliers/seeded-random.ts'
import type { Table } from '../../../src/lib/table.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'
import { selfMadeCertificate } from '../../../src/serve/self-made-certificate.ts'
import { makeFolder } from '../../support/load-fixture.ts'
import { lengthOf } from '../faults/faults-of-parts.ts'
import { type FaultyService, faultyService } from '../faults/faulty-service.ts'
import { madeQuery } from './made-queries.ts'

const day = Date.parse('2026-05-01T00:00:00Z')
const hour = 3600_000
const random = seededRandom(20260501)
const upTo = (count: number) => Math.floor(random() * count)

/** Records of many ties: times, numbers, names; with nulls and empty texts among them. */
const records = Array.from({ length: 400 }, () => ({
  TimeGenerated: new Date(day + upTo(24 * 60) * 60_000).toISOString(),
  Name_s: ['', 'ann', 'Ann', 'bob', 'bób', '😀', '\uffee'][upTo(7)],
  Count_l: upTo(4) === 0 ? null : upTo(9) - 4,
  Text_s: `t${upTo(30)}`,
}))

let local: Workspace
let under: FaultyService
let folder: ReturnType<typeof makeFolder>

beforeAll(async () => {
  folder = makeFolder({ 'Made_CL.jsonl': records.map((each) => JSON.stringify(each)).join('\n') })
  local = await openWorkspace({ kind: 'local', paths: [folder.path] })
  const certificate = await selfMadeCertificate('127.0.0.1', Date.now())
  under = await faultyService(
    'Kusto',
    { workspace: local, certificate, close: async () => {} },
    { serving: { limits: { rows: 120 } } },
  )
})
afterAll(async () => {
  await under.close()
  await local.close()
  folder.remove()
})

/** Each with one right answer, in its order. */
const queries = [
  'Made_CL | summarize N = count(), Texts = dcount(Text_s), Least = min(Count_l), Most = max(Name_s), Sum = sum(Count_l) by Name_s | sort by Name_s asc',
  'Made_CL | summarize Texts = make_set(Text_s), Positive = dcountif(Name_s, Count_l > 0), Share = countif(Count_l > 0) * 100 / count() by Count_l | extend Texts = strcat_array(array_sort_asc(Texts), ",") | sort by Count_l asc',
  'Made_CL | summarize arg_max(TimeGenerated, Text_s) by Count_l, Name_s, Text_s | summarize Last = max(TimeGenerated), Kinds = count() by Name_s | where Kinds > 2 | sort by Name_s asc',
  'Made_CL | where Count_l > 100 | summarize count(), dcount(Text_s), max(Text_s), arg_min(Count_l, Text_s), sum(Count_l)',
  'Made_CL | summarize count() by bin(TimeGenerated, 37m) | top 5 by TimeGenerated desc | summarize sum(count_)',
  'Made_CL | distinct Name_s, Text_s | summarize N = count() by Name_s | sort by N desc, Name_s asc',
  'Made_CL | sort by Text_s asc, Name_s asc, Count_l asc, TimeGenerated asc | extend At = row_number(), Before = prev(Text_s) | where Before != Text_s | project At, Text_s',
  'Made_CL | sort by Count_l desc, Text_s asc, Name_s asc, TimeGenerated asc | take 40 | summarize N = count() by Text_s | sort by Text_s asc',
  'let groups = Made_CL | summarize N = count(), Texts = dcount(Text_s) by Name_s; let all = toscalar(groups | summarize sum(N)); groups | join kind=inner (groups | where N > 9 | project Name_s, More = N) on Name_s | extend Share = N * 100 / all | sort by Name_s asc',
]

describe('over random records and parts that end anywhere', () => {
  it.each(queries)('%s', async (kql) => {
    for (let round = 0; round < 2; round++) {
      const { table, completeness, pieces = [], whole } = await bothAnswers(kql)
      expect(completeness).toEqual({ status: 'complete', notices: kql.includes('dcount') ? [expect.any(String)] : [] })
      expect(pieces.length).toBeGreaterThan(1)
      expect(table.columns).toEqual(whole.columns)
      expect(table.rows()).toEqual(whole.rows())
    }
  })
})

const columns = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'Name_s', type: 'string' },
  { name: 'Count_l', type: 'long' },
  { name: 'Text_s', type: 'string' },
] as const

describe('a made query over random records and parts that end anywhere', () => {
  it.each(Array.from({ length: 16 }, (_, seed) => seed))('of the seed %i', async (seed) => {
    const kql = madeQuery('Made_CL', columns, seededRandom(seed))
    const { table, completeness, pieces = [], whole } = await bothAnswers(kql)
    expect(completeness.status, kql).toBe('complete')
    expect(pieces.length, kql).toBeGreaterThan(1)
    expect(table.columns, kql).toEqual(whole.columns)
    expect(sortedTexts(table), kql).toEqual(sortedTexts(whole))
  })
})

function sortedTexts(table: Table): string[] {
  return table
    .rows()
    .map((row) => row.map(String).join('\u0000'))
    .toSorted()
}

/** Of the service, which has no time for more than some hours at once, and of the engine, over some of the day. */
async function bothAnswers(kql: string) {
  const start = new Date(day + upTo(6 * hour)).toISOString()
  const end = new Date(day + 24 * hour - upTo(6 * hour)).toISOString()
  const longest = 2 * hour + upTo(7 * hour)
  under.begin(() => (request) => (lengthOf(request) > longest ? { kind: 'status', status: 504 } : undefined))
  const whole = (await local.run(kql, { timespan: { start, end } })).table
  return { ...(await under.workspace.run(kql, { timespan: { start, end } })), whole }
}
