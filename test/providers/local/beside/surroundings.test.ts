import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KqlError, printDiagnostic } from '../../../../src/lib/diagnostic.ts'
import { openWorkspace } from '../../../../src/providers/open-workspace.ts'
import type { QueryOptions, Workspace } from '../../../../src/providers/workspace.ts'
import { makeFolder } from '../../../support/load-fixture.ts'

const visits = [
  'TimeGenerated,User,Address,Count',
  '2026-05-01T08:00:00Z,ada,10.0.0.1,3',
  '2026-05-01T09:00:00Z,bob,10.0.0.2,5',
  '2026-05-02T09:00:00Z,eve,10.9.9.9,50',
  '',
].join('\n')

const parser = `
ParserName: imVisit
EquivalentBuiltInParser: _Im_Visit
ParserParams:
  - Name: since
    Type: datetime
    Default: datetime(null)
  - Name: who
    Type: string
    Default: '*'
  - Name: addresses
    Type: dynamic
    Default: dynamic([])
ParserQuery: |
  let Generic = (since:datetime=datetime(null), who:string='*', addresses:dynamic=dynamic([])) {
    let Disabled = materialize(_GetWatchlist('ASimDisabledParsers') | where SearchKey == 'Any' | distinct SearchKey);
    let IsDisabled = toscalar('Any' in (Disabled));
    union isfuzzy=true vimVisitEmpty, vimVisitLog(since, who, addresses, IsDisabled), vimVisitElsewhere(since)
  };
  Generic(since=since, who=who, addresses=addresses)
`

const source = `
ParserName: vimVisitLog
ParserParams:
  - { Name: since, Type: datetime, Default: datetime(null) }
  - { Name: who, Type: string, Default: '*' }
  - { Name: addresses, Type: dynamic, Default: 'dynamic([])' }
  - { Name: disabled, Type: bool, Default: false }
ParserQuery: |
  Visits
  | where not(disabled)
  | where isnull(since) or TimeGenerated >= since
  | where who == '*' or User == who
  | where array_length(addresses) == 0 or Address in (addresses)
  | project Who = User, EventCount = toint(Count)
`

const files = {
  'Visits.csv': visits,
  'watchlists/vip.csv': 'Account,Why\nada,"boss, really"\neve,intruder\n',
  'watchlists/hosts.csv.gz': gzipSync('Why,Host\nweb,h1\n'),
  'watchlists/hosts.yaml': 'searchKey: Host\n',
  'watchlists/wrong.csv': 'A,B\n1,2\n',
  'watchlists/wrong.yaml': 'searchKey: C\n',
  'functions/Busy.kql': '// parameters: (least:long = 4)\nVisits\n| where Count >= least;\n',
  'functions/Named.kql': '// of one (not two)\nlet Named = (who:string) {\n  Visits | where User == who // }\n};\n',
  'functions/Nested.kql': 'let twice = (n:long) { n * 2 };\nBusy(10) | extend Twice = twice(Count)',
  'functions/Wrong.kql': 'Visits\n| where Cuont > 1\n',
  'functions/Broken.kql': 'Visits\n| where\n',
  'functions/parsers/imVisit.yaml': parser,
  'functions/parsers/vimVisitLog.yaml': source,
  'functions/parsers/vimVisitEmpty.yaml':
    'FunctionName: vimVisitEmpty\nFunctionQuery: |\n  datatable(Who:string, EventCount:int, Note:string)[]\n',
  'functions/parsers/empty.yaml': 'FunctionName: Hollow\n',
  'functions/Blank.kql': '// nothing yet\n',
  'functions/Misspelt.yaml': 'FunctionQury: Visits\n',
  'functions/Other.yaml': 'title: of something else\n',
  'functions/Tabbed.yaml': 'FunctionName: Tabs\nFunctionQuery: |\n\tVisits\n',
  'external/scores.csv': 'ip,score,tags\n10.9.9.9,7.5,"{""a"":1}"\n10.0.0.1,high,\n10.0.0.2\n',
  'external/scores.csv.gz': gzipSync('ip,score,tags\n10.9.9.9,1,[2]\n'),
  'external/x.json': '{"ip":"10.9.9.9","n":9007199254740993,"d":{"a":[1,2]},"s":5}\n{"ip":"1.1.1.1"}\n',
  'external/many.json': '[\n {"ip": "a"},\n {"ip": "b", "n": 2}\n]',
  'external/lines.txt': 'one, two\r\nthree\n',
  'external/bars.psv': 'a|1\nb|2\n',
}

describe('a workspace folder with lists, functions and other files beside its logs', () => {
  const folder = makeFolder(files)
  const elsewhere = makeFolder({ 'secret.txt': 'secret' })
  let workspace: Workspace

  beforeAll(async () => {
    symlinkSync(join(elsewhere.path, 'secret.txt'), join(folder.path, 'external/link.txt'))
    symlinkSync(elsewhere.path, join(folder.path, 'external/linked'))
    // Two links that lead back up: followed, there would be no end of ways through them.
    symlinkSync('.', join(folder.path, 'functions/again'))
    symlinkSync('..', join(folder.path, 'functions/up'))
    symlinkSync('Itself.kql', join(folder.path, 'functions/Itself.kql'))
    symlinkSync('itself.csv', join(folder.path, 'watchlists/itself.csv'))
    await writeParquet(join(folder.path, 'external/p.parquet'))
    workspace = await openWorkspace({ kind: 'local', paths: [folder.path] })
  })
  afterAll(async () => {
    await workspace.close()
    folder.remove()
    elsewhere.remove()
  })

  const rows = async (kql: string, options?: QueryOptions) => (await workspace.run(kql, options)).table.rows()

  /** What is wrong, as it is shown; the folder's own path left out. */
  const failure = async (kql: string, options?: QueryOptions) => {
    const error = await workspace.run(kql, options).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (!(error instanceof KqlError)) throw new Error(`${kql} does not fail: ${String(error)}`)
    const frames = error.diagnostics.map((each) => printDiagnostic(each, each.source ?? { name: 'query', text: kql }))
    return frames.join('\n').replaceAll(folder.path, 'logs')
  }

  it('reads neither folder as logs, and lists what is in them', async () => {
    expect((await workspace.tables()).map(({ name }) => name)).not.toContain('vip')
    const { watchlists = [], functions = [] } = (await workspace.surroundings?.()) ?? {}
    expect(watchlists.map(({ alias, searchKey, rowCount }) => [alias, searchKey, rowCount])).toEqual([
      ['hosts', 'Host', 1],
      ['vip', 'Account', 2],
    ])
    expect(functions.map(({ name, parameters }) => `${name}${parameters}`)).toEqual([
      'Blank()',
      'Broken()',
      'Busy(least:long = 4)',
      'Misspelt()',
      'Named(who:string)',
      'Nested()',
      'Tabbed()',
      'Wrong()',
      'empty()',
      'Hollow()',
      'imVisit(since:datetime=datetime(null), who:string="*", addresses:dynamic=dynamic([]))',
      '_Im_Visit(since:datetime=datetime(null), who:string="*", addresses:dynamic=dynamic([]))',
      'vimVisitEmpty()',
      'vimVisitLog(since:datetime=datetime(null), who:string="*", addresses:dynamic=dynamic([]), disabled:bool=false)',
    ])
  })

  it('tells of lists and functions it cannot use, and goes on', async () => {
    const messages = (await workspace.notices())
      .filter(({ severity }) => severity === 'warning')
      .map((each) => each.message)
    expect(messages).toContainEqual(
      expect.stringContaining('The watchlist wrong is left out. The list has no column `C`'),
    )
    expect(messages).toContainEqual(expect.stringContaining('The function Hollow cannot be used.'))
    expect(messages).toContain('The function Blank cannot be used. The file holds no function.')
    expect(messages).toContain('The function Misspelt cannot be used. FunctionQuery is missing.')
    expect((await workspace.notices()).find(({ file }) => file?.endsWith('Tabbed.yaml'))).toMatchObject({ line: 3 })
    expect(await failure('Tabbed')).toContain('functions/Tabbed.yaml:3:')
    expect(await failure('Blank')).toContain('The file holds no function.')
  })

  it('gives a list by its alias, as text, with the columns that lists have', async () => {
    const { table } = await workspace.run('_GetWatchlist("vip")')
    expect(table.columns.map(({ name, type }) => `${name}:${type}`)).toEqual([
      '_DTItemId:string',
      'LastUpdatedTimeUTC:datetime',
      'SearchKey:string',
      'Account:string',
      'Why:string',
    ])
    expect(table.rows().map((row) => row.slice(2))).toEqual([
      ['ada', 'ada', 'boss, really'],
      ['eve', 'eve', 'intruder'],
    ])
    expect(await rows('_GetWatchlist("hosts") | project SearchKey')).toEqual([['h1']])
    expect(await rows('Visits | where User in ((_GetWatchlist("vip") | project SearchKey)) | count')).toEqual([[2]])
    expect(await rows('_GetWatchlistAlias')).toEqual([['hosts'], ['vip']])
    expect(await rows('union withsource=T * | distinct T')).not.toContainEqual(["_GetWatchlist('vip')"])
  })

  it('refuses a list that is not there, and names those that are', async () => {
    expect(await failure('_GetWatchlist("vips")')).toContain('Unknown watchlist `vips`. Did you mean `vip`?')
    expect(await failure('_GetWatchlist("vips")')).toContain('There are hosts, vip.')
  })

  it('calls functions: with defaults, named after their file, within one another', async () => {
    expect(await rows('Busy | project User')).toEqual([['bob'], ['eve']])
    expect(await rows('Busy(50) | project User')).toEqual([['eve']])
    expect(await rows('Named("ada") | project Count')).toEqual([[3]])
    expect(await rows('Nested | project Twice')).toEqual([[100]])
    expect(await rows('table("Nested") | count')).toEqual([[1]])
  })

  it('shows what is wrong in a function in its file, and only to whom calls it', async () => {
    expect(await failure('Wrong | count')).toContain('logs/functions/Wrong.kql:2:9')
    expect(await failure('Broken')).toContain('logs/functions/Broken.kql:2:8')
    expect(await failure('Hollow')).toContain('FunctionQuery is missing.')
    expect(await rows('Visits | count')).toEqual([[3]])
  })

  it('runs parsers as they are published, the missing ones left out', async () => {
    const { table, completeness } = await workspace.run('_Im_Visit | sort by Who asc')
    expect(table.rows()).toEqual([
      ['ada', 3, ''],
      ['bob', 5, ''],
      ['eve', 50, ''],
    ])
    expect(completeness.notices).toContainEqual(
      expect.stringContaining('`vimVisitElsewhere`: the union goes without it'),
    )
    expect(await rows('imVisit(who="eve") | project EventCount')).toEqual([[50]])
    expect(await rows('_Im_Visit(addresses=dynamic(["10.0.0.2"])) | project Who')).toEqual([['bob']])
    expect(await failure('_Im_Dns | count')).toContain('functions/_Im_Dns.yaml')
  })

  it.each([
    [
      'externaldata(ip:string, score:real, tags:dynamic)["external/scores.csv"] with (format="csv", ignoreFirstRecord=true) | project ip, score, t = tags.a',
      [
        ['10.9.9.9', 7.5, 1],
        ['10.0.0.1', null, null],
        ['10.0.0.2', null, null],
      ],
    ],
    [
      'externaldata(ip:string, score:long)["external/scores.csv", "external/scores.csv.gz"] with (ignoreFirstRecord=true) | summarize count(), max(score) by ip | where ip == "10.9.9.9"',
      [['10.9.9.9', 2, 1]],
    ],
    [
      'externaldata(ip:string, n:long, d:dynamic, s:string)["external/x.json"] | project ip, tostring(n), tostring(d.a[1]), s',
      [
        ['10.9.9.9', '9007199254740993', '2', '5'],
        ['1.1.1.1', '', '', ''],
      ],
    ],
    [
      'external_data(ip:string, n:int)["external/many.json"] with (format="multijson")',
      [
        ['a', null],
        ['b', 2],
      ],
    ],
    [
      'externaldata(line:string, more:string)["external/lines.txt"]',
      [
        ['one, two', ''],
        ['three', ''],
      ],
    ],
    ['externaldata(all:string)["external/lines.txt"] with (format=raw) | project strlen(all)', [[16]]],
    ['externaldata(a:string, n:long)[@"external/bars.psv"] | summarize sum(n)', [[3]]],
    [
      'externaldata(a:string, t:datetime, l:dynamic, gone:string)["external/p.parquet"] | project a, t, l[1], gone',
      [['x', '2026-01-02T03:04:05.0000000Z', 2, '']],
    ],
  ])('reads files beside the logs: %s', async (kql, expected) => {
    expect(await rows(kql)).toEqual(expected)
  })

  it('reads a file for a query though another that was reading it is cancelled', async () => {
    writeFileSync(join(folder.path, 'external/long.csv'), 'a\n'.repeat(300_000))
    const kql = 'externaldata(a:string)["external/long.csv"] | count'
    const controller = new AbortController()
    const first = workspace.run(kql, { signal: controller.signal }).then(
      () => 'answered',
      () => 'cancelled',
    )
    const second = rows(kql)
    await new Promise((later) => setTimeout(later, 30))
    controller.abort()
    expect(await second).toEqual([[300_000]])
    await first
  })

  it('says which file is no Parquet', async () => {
    const said = await failure('externaldata(a:string)["external/lines.txt"] with (format=parquet)')
    expect(said).toContain('external/lines.txt` cannot be read as Parquet')
  })

  it('reads a file anew when it has changed', async () => {
    const path = join(folder.path, 'external/changing.csv')
    const kql = 'externaldata(a:string)["external/changing.csv"]'
    writeFileSync(path, 'before\n')
    expect(await rows(kql)).toEqual([['before']])
    writeFileSync(path, 'after it\n')
    expect(await rows(kql)).toEqual([['after it']])
  })

  it.each([
    ['../secret.txt', 'not a file within'],
    ['external/../../secret.txt', 'not a file within'],
    ['/etc/hostname', 'not a file within'],
    ['file:///etc/hostname', 'not a file within'],
    ['external/link.txt', 'not a file within'],
    ['external/linked/secret.txt', 'not a file within'],
    ['external/gone.csv', 'There is no file'],
    ['external', 'There is no file'],
    ['https://example.org/a.csv', 'Nothing is fetched from the network'],
  ])('does not read %s', async (path, reason) => {
    expect(await failure(`externaldata(a:string)[@"${path}"]`)).toContain(reason)
  })

  it('gives every result of a query, a materialized table the same for all', async () => {
    const {
      name,
      table,
      more = [],
    } = await workspace.run(
      'let R = materialize(Visits | extend r = rand()); R | summarize sum(r); R | summarize sum(r); Visits | count | as N',
    )
    expect([name, ...more.map((each) => each.name)]).toEqual(['PrimaryResult', 'PrimaryResult_2', 'N'])
    expect(more[0]!.table.rows()).toEqual(table.rows())
    expect(more[1]!.table.rows()).toEqual([[3]])
    // What was shared is gone: the names are free again.
    expect(await rows('let R = materialize(Visits | extend r = rand()); R | count; R | count')).toEqual([[3]])
  })

  it('takes values of query parameters, typed as they are declared', async () => {
    const kql =
      'declare query_parameters(least:long, since:datetime = datetime(2026-01-01)); Visits | where Count >= least and TimeGenerated > since | count'
    expect(await rows(kql, { parameters: { least: '5' } })).toEqual([[2]])
    expect(await rows(kql, { parameters: { least: '0', since: '2026-05-01T08:30:00Z' } })).toEqual([[2]])
    expect(await failure(kql)).toContain('has neither a value nor a default')
    expect(await failure(kql, { parameters: { least: 'many' } })).toContain('`many` is not a value of type long')
    expect(await failure(kql, { parameters: { least: '1', other: 'x' } })).toContain('declares no such parameter')
  })

  it('lets a query lower the limit of rows, and lift the one nobody asked for', async () => {
    const cut = await workspace.run('set truncationmaxrecords = 2; Visits')
    expect([cut.table.rowCount, cut.completeness.status]).toEqual([2, 'truncated'])
    expect((await workspace.run('set notruncation; range x from 1 to 600000 step 1')).table.rowCount).toBe(600_000)
    expect((await workspace.run('set notruncation; Visits', { limit: 1 })).table.rowCount).toBe(1)
  })

  it('knows itself by the name of its folder', async () => {
    const name = folder.path.split('/').at(-1)
    expect(await rows(`workspace("${name}").Visits | count`)).toEqual([[3]])
    expect(await failure('workspace("other").Visits')).toContain(`"${name}"`)
  })
})

async function writeParquet(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    `COPY (SELECT 'x' AS a, TIMESTAMP '2026-01-02 03:04:05' AS t, [1, 2] AS l) TO '${path}' (FORMAT parquet)`,
  )
  connection.closeSync()
  instance.closeSync()
}
