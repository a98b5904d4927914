import type { ColumnType } from '../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../src/lib/table.ts'
import type { Section } from '../../src/notebooklet/result-data.ts'
import type { View } from '../../src/notebooklet/view.ts'

/** Numbers from 0 to 1, always the same ones. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 16807) % 2147483647
    return state / 2147483647
  }
}

function columns(text: string): ColumnType[] {
  return text.split(' ').map((word) => {
    const [name = '', type = 'string'] = word.split(':')
    return { name, type: type as ColumnType['type'] }
  })
}

export function isoText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '0000Z')
}

const start = Date.UTC(2026, 2, 1)
const accounts = ['alice@contoso.com', 'bob@contoso.com', 'carol@contoso.com', 'svc-backup', 'mallory@fabrikam.example']
const operations = ['UserLoggedIn', 'New-InboxRule', 'Set-Mailbox', 'FileDownloaded', 'UserLoginFailed']

/** Sign-ins in the order they came. */
export function signInTable(count: number): Table {
  const random = seeded(7)
  const rows = Array.from({ length: count }, (_, at): Cell[] => [
    isoText(start + at * 3_600_000 * 2.4 + Math.floor(random() * 1000) * 1000),
    accounts[Math.floor(random() * accounts.length)]!,
    operations[Math.floor(random() * operations.length)]!,
    `203.0.113.${Math.floor(random() * 20)}`,
    at % 7 === 3,
    Math.floor(random() * 500),
    { browser: 'Firefox', device: { os: 'Windows 11', managed: at % 2 === 0 } },
    at % 5 === 0
      ? ''
      : 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0 Safari/537.36',
  ])
  return Table.fromRows(
    columns('TimeGenerated:datetime Account Operation ClientIP Risky:bool Count:long Device:dynamic UserAgent'),
    rows,
  )
}

/** Many rows of every kind of column. */
export function bigTable(count: number): Table {
  const random = seeded(11)
  const valid = new Uint8Array(count)
  const times = new BigInt64Array(count)
  const scores = new Float64Array(count)
  const counts = new BigInt64Array(count)
  const [who, what, from] = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count)]
  const line = new Uint32Array(count)
  for (let row = 0; row < count; row++) {
    times[row] = BigInt(start + Math.floor(row * 6000 + random() * 5000)) * 1000n
    scores[row] = 10 ** (-random() * random() * 9)
    counts[row] = BigInt(Math.floor(random() * 10_000))
    valid[row] = row % 97 === 0 ? 0 : 1
    who[row] = Math.floor(random() * accounts.length)
    what[row] = Math.floor(random() * operations.length)
    from[row] = Math.floor(random() * 250)
    line[row] = row
  }
  return Table.fromColumns(
    columns('TimeGenerated:datetime Account Operation ClientIP Score:real Count:long Id'),
    count,
    [
      { kind: 'bigints', values: times },
      { kind: 'texts', dictionary: accounts, index: who },
      { kind: 'texts', dictionary: operations, index: what },
      { kind: 'texts', dictionary: Array.from({ length: 250 }, (_, at) => `198.51.100.${at}`), index: from },
      { kind: 'numbers', values: scores, valid },
      { kind: 'bigints', values: counts },
      { kind: 'texts', dictionary: Array.from({ length: count }, (_, row) => `event-${row}`), index: line },
    ],
  )
}

/** What attackers, and the world's scripts, write into cells. */
export function hostileTable(): Table {
  const cells: [string, string][] = [
    ['colour', '\u001b[31mred\u001b[0m'],
    ['clear screen', '\u001b[2J\u001b[H'],
    ['title', '\u001b]0;owned\u0007'],
    ['clipboard', '\u001b]52;c;b3duZWQ=\u0007'],
    ['link', '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\'],
    ['hidden', '\u001b[8mhidden\u001b[28m'],
    ['c1', '\u009b31mred\u0090q\u009c'],
    ['carriage return', 'visible\rhidden'],
    ['newlines', 'first\nsecond\n\nfourth'],
    ['tab and null', 'a\tb\u0000c\u0008d'],
    ['bidi', 'abc\u202egnp.exe'],
    ['zero width', 'pay\u200bpal'],
    ['wide', '日本語のアカウント名は二倍の幅'],
    ['emoji', '👩‍💻👍🏽🇩🇪❤️ done'],
    ['combining', `Z${'\u0301\u0302\u0303\u0304\u0305'.repeat(20)}algo`],
    ['tags', `plain${String.fromCodePoint(0xe0041, 0xe0042)}text`],
    ['long', 'x'.repeat(5000)],
    ['lone surrogate', 'half \ud83d pair'],
    ['arabic', 'حساب المستخدم'],
    ['deep', '(see More)'],
    ['formula', '=cmd|"/c calc"!A1'],
    ['empty', ''],
  ]
  const table = Table.fromRows(
    columns('What Sender Count:int'),
    cells.map(([what, text], at) => [what, text, at]),
  )
  const more = {
    kind: 'texts',
    dictionary: [deepJson(20_000)],
    index: new Uint32Array(cells.length),
    valid: Uint8Array.from(cells, ([what]) => Number(what === 'deep')),
  } as const
  return Table.fromColumns([...table.columns, { name: 'More', type: 'dynamic' }], cells.length, [...table.data, more])
}

/** Lists in lists: so many levels can be read, but not written again by the language's own means. */
function deepJson(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels)
}

/** One process under the other, `depth` of them, and a wide root beside. */
export function deepTree(depth: number): Table {
  const rows: Cell[][] = []
  for (let at = 0; at < depth; at++)
    rows.push([`d${at}`, at === 0 ? '' : `d${at - 1}`, `process-${at}.exe`, `--level ${at}`])
  rows.push(['w', '', 'explorer.exe', ''])
  for (let at = 0; at < 200; at++) rows.push([`w${at}`, 'w', `child-${at}.exe`, `C:\\Windows\\child-${at}.exe /quiet`])
  rows.push(['loop-a', 'loop-b', 'loop-a.exe', ''], ['loop-b', 'loop-a', 'loop-b.exe', ''])
  return Table.fromRows(columns('Id Parent Name CommandLine'), rows)
}

function viewSection(
  id: string,
  title: string,
  view: View,
  table?: Table,
  entityColumns: Section['entityColumns'] = {},
): Section {
  return {
    id,
    title,
    status: 'ok',
    notices: [],
    view,
    ...(table && { table }),
    queries: [],
    entityColumns,
  }
}

/** A section for each kind of view. */
export function everyView(): Section[] {
  const random = seeded(3)
  const signIns = signInTable(80)
  const sessions = Table.fromRows(
    columns('TimeGenerated:datetime likelihood:real Account Window Country'),
    Array.from({ length: 400 }, (_, at): Cell[] => [
      isoText(start + Math.floor(random() * 7 * 86_400_000)),
      at % 50 === 7 ? 0 : 10 ** (-random() * random() * 9),
      accounts[Math.floor(random() * random() * 5)]!,
      `${operations[at % 5]} → ${operations[(at * 3) % 5]}`,
      ['DE', 'US', 'BR'][at % 3]!,
    ]),
  )
  const daily = Table.fromRows(
    columns('TimeGenerated:datetime Count:real Baseline:real Anomaly:int Host'),
    ['web-1', 'web-2', 'db-1'].flatMap((host, series) =>
      Array.from({ length: 90 }, (_, day): Cell[] => {
        const base = 60 + series * 40 + 30 * Math.sin(day / 4 + series)
        const spike = series === 1 && day === 60 ? 150 : series === 0 && day === 33 ? -40 : 0
        return [isoText(start + day * 3_600_000 * 2), base + random() * 8 + spike, base, Math.sign(spike), host]
      }),
    ),
  )
  const counts = Table.fromRows(
    columns('Account Result Count:long'),
    accounts.flatMap((account, at) => [
      [account, 'Success', 400 - at * 70],
      [account, 'Failure', at * 23 + 1],
    ]),
  )
  const matrix = Table.fromRows(
    columns('Account LogonType Count:long'),
    accounts.flatMap((account, row) =>
      [
        'Interactive',
        'Network',
        'Batch',
        'Service',
        'Unlock',
        'RemoteInteractive',
        'CachedInteractive',
        'NetworkCleartext',
      ].flatMap((type, column): Cell[][] =>
        (row * 3 + column) % 4 === 0 ? [] : [[account, type, Math.floor(random() ** 3 * 900)]],
      ),
    ),
  )
  const places = Table.fromRows(columns('ClientIP City Latitude:real Longitude:real'), [
    ['203.0.113.7', 'Berlin', 52.5, 13.4],
    ['203.0.113.8', 'Berlin', 52.52, 13.41],
    ['198.51.100.2', 'New York', 40.7, -74],
    ['198.51.100.3', 'São Paulo', -23.5, -46.6],
    ['198.51.100.4', 'Singapore', 1.35, 103.8],
    ['198.51.100.5', 'Sydney', -33.9, 151.2],
    ['198.51.100.6', 'nowhere', 200, 13],
  ])
  const facts = Table.fromRows(columns('Account Name Since:datetime Note'), [
    [
      accounts[0]!,
      'Alice Archer',
      isoText(start),
      'Owner of the finance share; on call every other week; reports to Bob. '.repeat(4),
    ],
    [accounts[1]!, 'Bob Builder', null, ''],
  ])
  const entities = { Account: 'account', ClientIP: 'ip' } as const
  return [
    viewSection('facts', 'Facts', { kind: 'facts' }, facts, entities),
    viewSection('table', 'Table', { kind: 'table', mark: 'Risky' }, signIns, entities),
    viewSection(
      'timeline',
      'Timeline',
      { kind: 'timeline', time: 'TimeGenerated', by: 'Operation', tooltip: ['Account'] },
      signIns,
      entities,
    ),
    viewSection(
      'scatter',
      'Anomalous sessions',
      {
        kind: 'scatter',
        time: 'TimeGenerated',
        score: 'likelihood',
        scale: 'log',
        by: 'Country',
        tooltip: ['Account', 'Window'],
      },
      sessions,
      entities,
    ),
    viewSection(
      'series',
      'Requests',
      { kind: 'series', time: 'TimeGenerated', value: 'Count', baseline: 'Baseline', anomaly: 'Anomaly', by: 'Host' },
      daily,
      { Host: 'host' },
    ),
    viewSection(
      'bars',
      'Sign-ins by result',
      { kind: 'bars', label: 'Account', value: 'Count', by: 'Result' },
      counts,
      entities,
    ),
    viewSection(
      'matrix',
      'Logon matrix',
      { kind: 'matrix', row: 'Account', column: 'LogonType', value: 'Count' },
      matrix,
      entities,
    ),
    viewSection(
      'tree',
      'Process tree',
      { kind: 'tree', id: 'Id', parent: 'Parent', label: 'Name', detail: ['CommandLine'] },
      deepTree(30),
    ),
    viewSection(
      'map',
      'Places',
      { kind: 'map', latitude: 'Latitude', longitude: 'Longitude', label: 'City' },
      places,
      entities,
    ),
    viewSection('text', 'Reading this', {
      kind: 'text',
      text: 'Sessions are ranked by likelihood.\n\nThe lower, the rarer. A likelihood of zero means that a step was never seen before in the training data, and says nothing about whether it is malicious.',
    }),
  ]
}
