import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Cell, Table } from '../../../src/lib/table.ts'
import { ServiceBinder } from '../../../src/providers/local/compiler/service-binder.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import { mergeGroups } from '../../../src/providers/remote/merge-groups.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'

const folder = mkdtempSync(join(tmpdir(), 'huntlet-splitting-'))
let workspace: Workspace
let binder: ServiceBinder

beforeAll(async () => {
  const day = (index: number) => new Date(Date.UTC(2024, 0, 1) + index * 3_600_000).toISOString()
  const rows = (count: number, step: number) =>
    Array.from({ length: count }, (_, index) =>
      JSON.stringify({
        TimeGenerated: day(Math.floor(index / 2) * step),
        Id: index,
        Name: `n${index % 5}`,
        Line: `user=u${index % 3} code=${index}`,
        Tags: [index, index + 1],
      }),
    ).join('\n')
  writeFileSync(join(folder, 'Events.jsonl'), rows(40, 1))
  writeFileSync(join(folder, 'Others.jsonl'), rows(20, 2))
  workspace = await openWorkspace({ kind: 'local', paths: [folder] })
  const tables = (await workspace.tables()).map(({ name, columns }) => ({ name, columns }))
  const hosts = { name: 'Hosts', columns: [{ name: 'Name', type: 'string' }] as const }
  binder = new ServiceBinder({ tables: [...tables, hosts], functions: [], watchlists: [], names: [] })
})
afterAll(async () => {
  await workspace.close()
  rmSync(folder, { recursive: true })
})

const list = 'datatable(Name:string, Team:string)["n1","a", "n2","b", "n2","c"]'

/** What may be asked in parts: row after row. */
const inParts = [
  'Events',
  'Events | where Id > 3 and Name startswith "n"',
  'Events | extend Half = Id / 2, Late = TimeGenerated + 1h',
  'Events | project Id, When = TimeGenerated, Name | project-away Name | project-rename Number = Id',
  'Events | project-reorder Name, * | project-keep Name, Id',
  'Events | parse Line with "user=" User " code=" Code:long',
  'Events | parse-where Line with "user=u1" * "code=" Code:long',
  'Events | parse-kv Line as (user:string, code:long) with (pair_delimiter=" ", kv_delimiter="=")',
  'Events | mv-expand Tag = Tags to typeof(long)',
  'Events | mv-expand with_itemindex=At Tags limit 1',
  'Events | mv-apply Tag = Tags to typeof(long) on (summarize Sum = sum(Tag))',
  'Events | where Id > -1 and rand() < 2',
  'Events | mv-apply Tag = Tags to typeof(long) on (take 5)',
  'Events | mv-apply Tag = Tags to typeof(long) on (top 1 by Tag desc | extend n = row_number())',
  `Events | lookup kind=leftouter (${list}) on Name`,
  `Events | lookup kind=inner (${list}) on Name`,
  `Events | join kind=inner (${list}) on Name`,
  `Events | join kind=leftouter (${list}) on Name`,
  `Events | join kind=leftsemi (${list}) on Name`,
  `Events | join kind=leftanti (${list}) on Name`,
  `${list} | join kind=inner Events on Name`,
  `${list} | join kind=rightouter Events on Name`,
  `${list} | join kind=rightanti Events on Name`,
  `let wanted = ${list} | summarize by Name; Events | where Name in (wanted)`,
  `let most = toscalar(range x from 1 to 9 step 1 | summarize max(x)); Events | where Id < most`,
  'union Events, Others',
  'union (Events | where Id > 5 | extend From = "e"), (Others | extend From = "o")',
  'Events | union (Heartbeat | project Id = 1, TimeGenerated)',
  'let e = Events | where Id > 2; let f = (t:(Name:string, Id:long)) { t | where Id > 5 }; f(e)',
  'Events | as All | where Id > 1 | render table',
  'Events | serialize Twice = Id * 2',
  'Events | sort by TimeGenerated asc, Id desc',
  'Events | sort by TimeGenerated desc, Id asc | where Id != 7 | extend x = Id + 1',
  'Events | project When = TimeGenerated, Id | sort by When desc, Id desc',
  'Events | top 7 by TimeGenerated asc',
  'Events | sort by TimeGenerated desc, Id asc | take 5 | extend x = 1',
  'Events | take 1000',
  'Events | count',
  'union Events, Others | where Name == "n1" | count',
  'Events | summarize count() by Name',
  'Events | distinct Name',
  'Events | facet by Name',
  'Events | distinct Name, Odd = Id % 2 == 1',
  'Events | summarize by bin(TimeGenerated, 5h)',
  'Events | summarize Events = count(), Late = countif(Id > 20), sum(Id), Some = sumif(Id, Name != "n1"), min(Id), max(TimeGenerated), minif(Id, Id % 2 == 0), maxif(TimeGenerated, Id < 9) by Hour = bin(TimeGenerated, 5h), Name',
  'Events | summarize count(), min(TimeGenerated), Nothing = max(tolong(Line)), sum(TimeGenerated - datetime(2024-01-01))',
  'Events | extend Maybe = iff(Id % 3 == 0, Id, long(null)) | summarize sum(Maybe), min(Maybe), max(Maybe), countif(isnull(Maybe)) by Key = iff(Id % 4 == 0, Maybe, long(null))',
  'union Events, Others | summarize count(), max(Id) by Name, tostring(Tags) | render table',
]

/** What needs all rows at once, or says nothing of time. */
const asOne = [
  'Events | summarize dcount(Name)',
  'Events | summarize avg(Id) by Name',
  'Events | summarize Share = countif(Id > 3) * 1.0 / count() by Name',
  'Events | summarize sum(Id * 1.5)',
  'Events | summarize count() by Half = Id / 2.0',
  'Events | summarize arg_max(TimeGenerated, *) by Name',
  'Events | summarize make_set(Name)',
  'Events | summarize count() by Name | where count_ > 3',
  'Events | summarize count() by Name | sort by count_',
  'Events | summarize count() by Name | take 3',
  'Events | summarize count() by Name | summarize max(count_)',
  'Events | summarize count() by Name | join kind=inner Others on Name',
  'Events | take 5 | summarize count()',
  'set truncationmaxrecords=3; Events | summarize count() by Name',
  'Events | take 5 | distinct Name',
  'union (Events | summarize count()), (Others | summarize count())',
  'Events | sort by Id',
  'Events | top 3 by Id',
  'Events | extend TimeGenerated = now() | sort by TimeGenerated',
  'Events | project TimeGenerated = datetime_add("day", -Id, TimeGenerated) | top 2 by TimeGenerated',
  'Events | where Id < toscalar(print 40 * rand())',
  'Events | where Name in ((Hosts | sample 1))',
  'Events | join kind=inner (Hosts | take 1) on Name',
  `Events | lookup kind=leftouter (${list} | extend x = rand()) on Name`,
  'let few = Hosts | where rand() < 0.5; few | join kind=inner Events on Name',
  'Events | take 5 | where Id > 2',
  'Events | take 5 | mv-expand Tags',
  'Events | take 5 | count',
  'Events | take 5 | sort by TimeGenerated asc',
  'Events | count | extend x = 1',
  'Events | count | where Count > 5',
  'Events | sort by TimeGenerated asc | extend n = row_number()',
  'Events | serialize p = prev(Id)',
  `Events | join (${list}) on Name`,
  `Events | join kind=fullouter (${list}) on Name`,
  `Events | join kind=rightouter (${list}) on Name`,
  'Events | join kind=inner Others on Id',
  'Events | lookup Others on Id',
  'Events | where Id in (Others | project Id)',
  'Events | where Id == toscalar(Events | summarize max(Id))',
  'Events | where Name has_any (Others | project Name)',
  `union Events, (${list})`,
  'union (Events | take 3), Others',
  'union (Events | count), (Others | count)',
  'Events | mv-apply Tag = Tags to typeof(long) on (join kind=inner (Others | extend Tag = Id) on Tag)',
  'Events | make-series count() on TimeGenerated step 1h',
  'Events | partition hint.strategy=native by Name (take 1)',
  'Events | scan with (step s: true => Id = Id;)',
  'Events | top-nested 2 of Name by count()',
  'Events | reduce by Name',
  'Events | evaluate basket()',
  'Events | fork (take 1) (count)',
  'Events; Others',
  'Events | getschema',
  'Events | sample 3',
  'search "n1"',
  'find in (Events) where Id == 1',
  'union withsource=From Events, Others',
  'Hosts',
  'print 1',
  'Heartbeat',
  'Events | evaluate pivot(Name)',
  'Events | make-graph Id --> Id with Others on Id',
]

const start = '2024-01-01T00:00:00.0000000Z'
const end = '2024-01-03T00:00:00.0000000Z'
/** Between records, at one, and a tick beside it. */
const edges = [start, '2024-01-01T02:30:00Z', '2024-01-01T07:00:00Z', '2024-01-01T07:00:00.0000001Z', end]

const texts = (rows: readonly (readonly Cell[])[]) =>
  rows.map((row) => JSON.stringify(row, (_, cell) => (typeof cell === 'bigint' ? String(cell) : cell)))

describe('a query that may be split', () => {
  it.each(inParts)('%s', async (kql) => {
    const { splitting } = binder.bind({ kql })
    expect(splitting.kind).not.toBe('whole')
    const whole = (await workspace.run(kql, { timespan: { start, end } })).table
    const parts: Table[] = []
    for (const [index, from] of edges.slice(0, -1).entries()) {
      parts.push((await workspace.run(kql, { timespan: { start: from, end: edges[index + 1]! } })).table)
    }
    if (splitting.kind === 'count') {
      expect(parts.reduce((sum, table) => sum + Number(table.cell(0, 0)), 0)).toBe(Number(whole.cell(0, 0)))
      return
    }
    if (splitting.kind === 'groups') {
      expect(whole.rowCount).toBeGreaterThan(0)
      const merged = mergeGroups(parts, splitting.merges)
      expect(texts(merged.rows()).toSorted()).toEqual(texts(whole.rows()).toSorted())
      return
    }
    const { descending, most } = splitting as { descending: boolean; most?: number }
    const rows = texts((descending ? parts.toReversed() : parts).flatMap((table) => table.rows())).slice(0, most)
    expect(whole.rowCount).toBeGreaterThan(0)
    const isOrdered = /sort by|top \d+ by T/.test(kql) && !kql.includes('mv-apply')
    expect(isOrdered ? rows : rows.toSorted()).toEqual(isOrdered ? texts(whole.rows()) : texts(whole.rows()).toSorted())
  })
})

describe('a query that is asked as one', () => {
  it.each(asOne)('%s', (kql) => {
    const { splitting } = binder.bind({ kql })
    expect(splitting.kind).toBe('whole')
    expect((splitting as { because: string }).because).not.toBe('')
  })
})
