import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeEdits } from '../../../src/kql/sent/edits.ts'
import { parseDatetime } from '../../../src/lib/kql-time.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { ServiceBinder } from '../../../src/providers/local/compiler/service-binder.ts'
import { runOverParts } from '../../../src/providers/local/run-over-parts.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import { appendTables } from '../../../src/providers/remote/append-tables.ts'
import type { InTwo } from '../../../src/providers/remote/splitting.ts'
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

/** What is asked up to its first operator that looks at all rows, and gone on with here. */
const inTwo = [
  'Events | summarize dcount(Name)',
  'Events | summarize Names = dcount(Name), Odd = dcountif(Name, Id % 2 == 1), count_distinct(bin(TimeGenerated, 1h)), make_set(Name), Late = make_set_if(Name, Id > 20), N = count() by Third = Id % 3',
  'Events | summarize Share = countif(Id > 3) * 1.0 / count(), Range = max(Id) - min(Id), Kinds = strcat(dcount(Name), "/", count()) by Name',
  'Events | summarize Share = iff(count() == 0, 0.0, todouble(sum(Id)) / count())',
  'Events | summarize arg_max(TimeGenerated, *) by Name, Id',
  'Events | summarize (Last, Number) = arg_max(Id, Line), Earliest = arg_min(Id, Tags) by Name',
  'Events | where Id > 500 | summarize arg_max(Id, Line), count(), dcount(Name), max(Name), sum(Id), take_any(Name, Id)',
  'Events | where Id == 13 | summarize arg_max(tolong(""), Line), take_any(Id, Name), take_anyif(Id, Id > 2)',
  'Events | summarize max(Name), min(Line), maxif(Line, Id % 7 == 0) by Id % 4',
  'Events | summarize count() by Name | where count_ > 3',
  'Events | summarize count() by Name | sort by count_ desc, Name asc',
  'Events | summarize count() by Name | summarize max(count_), dcount(Name), percentile(count_, 50)',
  'Events | summarize count() by Name, bin(TimeGenerated, 3h) | extend Before = TimeGenerated - 1h | where count_ > 1 | sort by count_ desc, TimeGenerated asc, Name asc | take 4 | project-away Name',
  'Events | distinct Name, Id | summarize count() by Name | sort by Name asc',
  'Events | count | extend x = 1',
  'Events | sort by Name asc, Id desc',
  'Events | sort by Name asc, Id desc | extend n = row_number(), p = prev(Id) | where n < 9',
  'Events | sort by Name asc, Id desc | take 7 | project Id, Number = Id * 2',
  'Events | sort by TimeGenerated asc, Id asc | extend n = row_number()',
  'Events | top 3 by Id desc',
  'Events | top 5 by Id asc | summarize sum(Id), make_set(Name)',
  'Events | extend TimeGenerated = datetime(2024-01-01) | sort by TimeGenerated, Id',
  'Events | project TimeGenerated = datetime_add("day", -Id, TimeGenerated), Id | top 2 by TimeGenerated',
  'let By = Events | summarize N = count(), Kinds = dcount(Line) by Name | where N > 2; By | extend Twice = N * 2 | sort by Name asc',
  'let least = 5; let f = (n:long) { n % 3 }; Events | summarize N = countif(Id > least), Kinds = dcount(f(Id)) by Rest = f(Id) | where N > least | sort by Rest asc',
  `Events | summarize N = count() by Name | join kind=leftouter (${list}) on Name | sort by Name asc, Team asc`,
  `union Events, Others | summarize N = count(), Kinds = dcount(Id) by Name | lookup kind=leftouter (${list} | summarize Team = max(Team) by Name) on Name`,
  'Events | summarize hint.strategy=shuffle N = count() by Name // how many\n| where N > 1 // more than one\n| sort by Name asc',
  'Events | summarize Last = max(TimeGenerated), Kinds = dcount(iff(TimeGenerated > ago(1000d), Id, long(null))) by Name | extend Age = datetime(2024-02-01) - Last',
  'Events | summarize count() by Name | as Counted | where count_ > 1 | render table',
  'Events | mv-expand Tag = Tags to typeof(long) | summarize Tags = make_set(Tag), dcount(Tag) by Name | mv-expand Tags to typeof(long) | sort by Name asc, Tags asc',
  'let By = Events | summarize N = count(), Kinds = dcount(Line) by Name | where N > 2; let all = toscalar(By | summarize sum(N)); By | join kind=inner (By | summarize Most = max(N)) on $left.N == $right.Most | extend all | sort by Name asc',
  'let s = materialize(Events | summarize N = count() by Name); s | where N > 2',
]

/** What needs all rows at once, or says nothing of time. */
const asOne = [
  'Events | summarize minif(Name, Id > 20)',
  'Events | summarize Late = take_anyif(Name, Id > 20) by Third = Id % 3',
  'Events | sort by Name asc | extend Got = ingestion_time()',
  'Events | sort by ingestion_time() asc',
  'Events | extend Exact = todecimal(Id) | sort by Name asc',
  'Events | summarize arg_max(Id, Exact = todecimal(Id)) by Name',
  'Events | take 5 | where ingestion_time() > datetime(2024-01-01)',
  'Events | top 5 by ingestion_time()',
  'let few = Events | top 5 by Id; few | join kind=inner (few | extend Got = ingestion_time()) on Id',
  `let list = ${list}; let f = (t:(Id:long, Name:string)) { t | summarize N = count(), Kinds = dcount(Id) by Name }; let named = list | extend Id = 1; let both = Events | join kind=inner (f(named)) on Name; f(both)`,
  'Events | summarize percentile(Id, 50) by Name',
  'let By = Events | summarize N = count() by Name; By | join kind=inner (By | join kind=inner Others on Name) on Name',
  'let groups = () { Events | summarize N = count() by Name }; groups() | join kind=inner (groups() | where N > 1) on Name',
  'let f = (t:(Id:long)) { t | where Id > 2 }; let g = f(Events) | summarize Id = count() by Key = Id % 7 | project Id; f(g)',
  'let s = Others | summarize N = count() by Name; let f = () { let s = Events | summarize N = count() by Name; s | join kind=inner (s | where N > 1) on Name }; f() | where Name !in ((s | where N < 0 | project Name))',
  'let f = () { let s = Events | summarize N = count() by Name; s | join kind=inner (s | where N > 1) on Name }; f()',
  'Events | sort by rand() | take 3',
  'Events | where Name == "n1" and Id < 30 | top 2 by rand()',
  'Events | summarize make_list(Name)',
  'Events | summarize take_any(Name), stdev(Id)',
  'Events | summarize arg_max(Id * 1.5, Name)',
  'Events | summarize dcount(Id * 1.5)',
  'Events | summarize make_set(Tags)',
  'Events | summarize max(Id * 1.5) by Name',
  'Events | summarize count() by Name | join kind=leftouter (Others | distinct Name) on Name',
  'Events | summarize count() by Name | where count_ > toscalar(Others | count)',
  'Events | summarize count() by bin(TimeGenerated, iff(toscalar(Events | count) > 5, 1h, 2h))',
  'Events | sort by Id | join kind=inner Hosts on Name',
  'let f = () { Events | summarize count() by Name | where count_ > 3 }; f() | join kind=inner (f()) on Name',
  'Events | summarize count() by Name | extend Place = geo_info_from_ip_address(Name)',
  'Events | summarize count() by Name | extend Bag = bag_pack(Name, 1) | evaluate bag_unpack(Bag)',
  'Events | evaluate autocluster()',
  'Events | summarize avg(Id) by Name',
  'Events | summarize sum(Id * 1.5)',
  'Events | summarize count() by Half = Id / 2.0',
  'Events | summarize count() by Name | join kind=inner Others on Name',
  'set truncationmaxrecords=3; Events | summarize count() by Name',
  'union (Events | summarize count()), (Others | summarize count())',
  'Events | where Id < toscalar(print 40 * rand())',
  'Events | where Name in ((Hosts | sample 1))',
  'Events | join kind=inner (Hosts | take 1) on Name',
  `Events | lookup kind=leftouter (${list} | extend x = rand()) on Name`,
  'let few = Hosts | where rand() < 0.5; few | join kind=inner Events on Name',
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

/** The answers about the parts of the whole range. */
async function answersOf(kql: string): Promise<Table[]> {
  const parts: Table[] = []
  for (const [index, from] of edges.slice(0, -1).entries()) {
    parts.push((await workspace.run(kql, { timespan: { start: from, end: edges[index + 1]! } })).table)
  }
  return parts
}

/** The answer of a query in two, as a service that answers with our engine would give its parts. `cuts`: where a part ends. */
async function inTwoOver(kql: string, { edits, columns }: InTwo, cuts: readonly string[]): Promise<Table> {
  const parts: Table[] = []
  for (const [index, from] of cuts.slice(0, -1).entries()) {
    const filling = { start: `datetime(${from})`, end: `datetime(${cuts[index + 1]})`, now: `datetime(${end})` }
    parts.push((await workspace.run(writeEdits(kql, edits, filling).kql)).table)
  }
  const all = appendTables(parts.map((table) => Table.fromColumns(parts[0]!.columns, table.rowCount, table.data)))
  expect(all.columns).toEqual(columns)
  const compiled = binder.compileRest({ kql }, { columns, now: parseDatetime(end)!, limit: 1000 })
  return (await runOverParts({ parts: all, compiled, limit: 1000, signal: new AbortController().signal })).table
}

/** Rows as texts; arrays that are sets in an order of their own. */
const setTexts = (table: Table) =>
  texts(table.rows().map((row) => row.map((cell) => (Array.isArray(cell) ? cell.toSorted() : cell))))

describe('a query that may be split', () => {
  it.each(inParts)('%s', async (kql) => {
    const { splitting } = binder.bind({ kql })
    expect(splitting.kind).not.toBe('whole')
    const whole = (await workspace.run(kql, { timespan: { start, end } })).table
    expect(whole.rowCount).toBeGreaterThan(0)
    if (splitting.kind === 'in-two') {
      const table = await inTwoOver(kql, splitting, edges)
      expect(texts(table.rows()).toSorted()).toEqual(texts(whole.rows()).toSorted())
      return
    }
    const parts = await answersOf(kql)
    if (splitting.kind === 'count') {
      expect(parts.reduce((sum, table) => sum + Number(table.cell(0, 0)), 0)).toBe(Number(whole.cell(0, 0)))
      return
    }
    const { descending, most } = splitting as { descending: boolean; most?: number }
    const rows = texts((descending ? parts.toReversed() : parts).flatMap((table) => table.rows())).slice(0, most)
    const isOrdered = /sort by|top \d+ by T/.test(kql) && !kql.includes('mv-apply')
    expect(isOrdered ? rows : rows.toSorted()).toEqual(isOrdered ? texts(whole.rows()) : texts(whole.rows()).toSorted())
  })
})

describe('a query that is asked up to what looks at all rows', () => {
  it.each(inTwo)('%s', async (kql) => {
    const { splitting } = binder.bind({ kql })
    expect(splitting).toMatchObject({ kind: 'in-two' })
    const whole = (await workspace.run(kql, { timespan: { start, end } })).table
    expect(whole.rowCount).toBeGreaterThan(0)
    const table = await inTwoOver(kql, splitting as InTwo, edges)
    expect(table.columns).toEqual(whole.columns)
    const isOrdered = /(?:sort|top)[^|]*(?:\| (?:project|extend|where|take)[^|]*)*$/.test(kql)
    expect(isOrdered ? setTexts(table) : setTexts(table).toSorted()).toEqual(
      isOrdered ? setTexts(whole) : setTexts(whole).toSorted(),
    )
  })

  it('is not gone on with over columns that the service has no more', () => {
    const kql = 'Events | summarize arg_max(TimeGenerated, *) by Name | where Id > 3'
    const { columns } = binder.bind({ kql }).splitting as InTwo
    const rest = { now: 0n, limit: 10 }
    expect(() => binder.compileRest({ kql }, { ...rest, columns })).not.toThrow()
    const changed = columns.map((each) => (each.name === 'Line' ? { ...each, name: 'Text' } : each))
    const fault = expect.objectContaining({ code: 'BAD_ANSWER' })
    expect(() => binder.compileRest({ kql }, { ...rest, columns: changed })).toThrow(fault)
    expect(() => binder.compileRest({ kql }, { ...rest, columns: columns.slice(1) })).toThrow(fault)
    expect(() => binder.compileRest({ kql: 'Events | count' }, { ...rest, columns })).toThrow(fault)
  })

  it('gives so many of any rows', async () => {
    const answer = async (kql: string) => inTwoOver(kql, binder.bind({ kql }).splitting as InTwo, edges)
    expect((await answer('Events | take 5 | where Id >= 0 | count')).rows()).toEqual([[5]])
    expect((await answer('Events | summarize count() by Name | take 3')).rowCount).toBe(3)
  })
})

describe('a query that is asked as one', () => {
  it.each(asOne)('%s', (kql) => {
    const { splitting } = binder.bind({ kql })
    expect(splitting.kind).toBe('whole')
    expect((splitting as { because: string }).because).not.toBe('')
  })
})
