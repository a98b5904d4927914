import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { bootProcessImages } from '../../../src/providers/demo/activity/windows-host.ts'
import { generateDemo } from '../../../src/providers/demo/generate-demo.ts'
import type { Row } from '../../../src/providers/demo/log.ts'
import { demoRows } from './demo-rows.ts'

const tables = demoRows()
const rowsOf = (table: string): readonly Row[] => tables.get(table) ?? []
const schemaFile = fileURLToPath(new URL('../../../../shared/data/la-schemas/la_table_schemas.csv', import.meta.url))

function hashOf(rows: Iterable<Row>): string {
  const hash = createHash('sha256')
  for (const row of rows) hash.update(JSON.stringify(row)).update('\n')
  return hash.digest('hex')
}

test('the same records come every time', () => {
  const again = Object.fromEntries(Array.from(generateDemo(), ({ table, rows }) => [table, hashOf(rows)]))
  const first = Object.fromEntries(Array.from(tables, ([table, rows]) => [table, hashOf(rows)]))
  expect(again).toEqual(first)
  // The month as a whole: a change of it is meant to be seen.
  expect(createHash('sha256').update(JSON.stringify(first)).digest('hex').slice(0, 16)).toMatchInlineSnapshot(
    `"1ac1049021402e77"`,
  )
})

test('so many records are in each table', () => {
  const counts = Object.fromEntries(Array.from(tables, ([table, rows]) => [table, rows.length]))
  expect(counts).toMatchInlineSnapshot(`
    {
      "AADNonInteractiveUserSignInLogs": 2287,
      "ASimDnsActivityLogs": 2254,
      "AWSCloudTrail": 5160,
      "AuditLogs": 702,
      "AzureActivity": 1354,
      "CommonSecurityLog": 3368,
      "Heartbeat": 3437,
      "OfficeActivity": 10790,
      "SecurityAlert": 42,
      "SecurityEvent": 23330,
      "SigninLogs": 4062,
      "Syslog": 5572,
      "VMComputer": 360,
      "VMProcess": 3554,
    }
  `)
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  expect(total).toBeGreaterThan(40_000)
  expect(total).toBeLessThan(70_000)
})

test('every table is in order of time, within the month, and says its own name', () => {
  for (const [table, rows] of tables) {
    let last = '2026-09-01'
    for (const row of rows) {
      const time = String(row.TimeGenerated)
      if (!/^2026-09-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/.test(time) || time.slice(0, 23) < last || row.Type !== table) {
        expect.fail(`${table}: ${JSON.stringify(row)} after ${last}`)
      }
      last = time.slice(0, 23)
    }
  }
})

const holds: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  int: (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
  long: (value) => Number.isSafeInteger(value),
  real: (value) => typeof value === 'number',
  datetime: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/.test(value),
  dynamic: (value) => typeof value === 'object',
}

describe.skipIf(!existsSync(schemaFile))('against the table schemas of Log Analytics', () => {
  const types = new Map(
    // A skipped block is still walked through when the tests are collected.
    (existsSync(schemaFile) ? readFileSync(schemaFile, 'utf8') : '')
      .matchAll(/^"([^"]+)","([^"]+)","([^"]+)"/gm)
      .map(([, table, column, type]) => [`${table}.${column}`, String(type)]),
  )

  test.each([...tables.keys()])('every column of %s exists and holds its type', (table) => {
    const wrong = new Set<string>()
    for (const row of rowsOf(table)) {
      for (const [column, value] of Object.entries(row)) {
        const type = types.get(`${table}.${column}`)
        if (type === undefined || (value !== null && !holds[type]?.(value)))
          wrong.add(`${column}: ${type} ${JSON.stringify(value)}`)
      }
    }
    expect([...wrong]).toEqual([])
  })
})

const jsonTexts: readonly (readonly [table: string, column: string])[] = [
  ['OfficeActivity', 'Parameters'],
  ['OfficeActivity', 'Folders'],
  ['OfficeActivity', 'Item'],
  ['SecurityAlert', 'Entities'],
  ['SecurityAlert', 'ExtendedProperties'],
  ['AzureActivity', 'Properties'],
  ['AWSCloudTrail', 'RequestParameters'],
  ['AADNonInteractiveUserSignInLogs', 'DeviceDetail'],
]

test.each(jsonTexts)('%s.%s holds JSON wherever it holds anything', (table, column) => {
  const texts = rowsOf(table).flatMap((row) =>
    row[column] === undefined || row[column] === '' ? [] : [String(row[column])],
  )
  expect(texts.length).toBeGreaterThan(0)
  for (const text of texts) expect(typeof JSON.parse(text)).toBe('object')
})

test('addresses are private or reserved for documentation, names end in .example', () => {
  const reserved =
    /^(?:10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|192\.0\.2\.\d+|198\.51\.100\.\d+|203\.0\.113\.\d+|2001:db8:[0-9a-f:]+)$/
  const columns =
    /^(?:ClientIP|Client_IPAddress|IPAddress|IpAddress|CallerIpAddress|SourceIpAddress|SourceIP|DestinationIP|ComputerIP|HostIP|SrcIpAddr|DnsResponseName)$/
  const strange = new Set<string>()
  for (const [table, rows] of tables) {
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        if (columns.test(column) && value !== '' && value !== '-') {
          const address = String(value)
            .replace(/^\[(.*)\]:\d+$/, '$1')
            .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
          if (!reserved.test(address)) strange.add(`${table}.${column} ${value}`)
        }
      }
      for (const name of [row.Computer, row.UserPrincipalName, row.DnsQuery, row.DestinationHostName]) {
        if (name !== undefined && !/\.example$|^af-fw01$/.test(String(name))) strange.add(`${table} ${name}`)
      }
    }
  }
  expect([...strange]).toEqual([])
})

describe('the Windows logs hang together', () => {
  const events = rowsOf('SecurityEvent')
  const wellKnown = new Set(['0x3e7'])

  test('every process, privilege and change belongs to a logon of that machine that had begun', () => {
    const begun = new Set<string>()
    const homeless: Row[] = []
    for (const event of events) {
      if (event.EventID === 4624) begun.add(`${event.Computer} ${event.TargetLogonId}`)
      const id = String(event.SubjectLogonId ?? '0x3e7')
      if (event.EventID === 4624 || event.EventID === 4625 || wellKnown.has(id)) continue
      if (!begun.has(`${event.Computer} ${id}`)) homeless.push(event)
    }
    expect(homeless).toEqual([])
  })

  test('every logoff ends a logon, and no logon begins twice', () => {
    const begun = new Map<string, number>()
    for (const event of events) {
      const key = `${event.Computer} ${event.TargetLogonId}`
      if (event.EventID === 4624) begun.set(key, (begun.get(key) ?? 0) + 1)
      if (event.EventID === 4634 && !begun.has(key))
        expect.fail(`${key} ends at ${event.TimeGenerated} without a beginning`)
    }
    expect([...begun].filter(([, count]) => count > 1)).toEqual([])
  })

  test('every process has a parent that was started before it on that machine, or has run since the boot', () => {
    const started = new Map<string, string>()
    const orphans: Row[] = []
    let roots = 0
    for (const event of events) {
      if (event.EventID !== 4688) continue
      const parent = started.get(`${event.Computer} ${event.ProcessId}`)
      if (parent !== event.ParentProcessName) {
        if (bootProcessImages.has(String(event.ParentProcessName))) roots++
        else orphans.push(event)
      }
      started.set(`${event.Computer} ${event.NewProcessId}`, String(event.NewProcessName))
    }
    expect(orphans).toEqual([])
    expect(roots).toBeGreaterThan(100)
  })

  test('a process and the same start in VMProcess carry one process id', () => {
    const known = new Set(
      events.map((event) => `${event.Computer} ${Number(event.NewProcessId)} ${event.NewProcessName}`),
    )
    const unknown = rowsOf('VMProcess').filter(
      (row) => !known.has(`${row.Computer} ${row.FirstPid} ${row.ExecutablePath}`),
    )
    expect(unknown).toEqual([])
  })
})

/** Sessions as row_window_session makes them: at most 20 minutes, no pause longer than 2. */
function sessionsOf(rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const open = new Map<string, Row[]>()
  const sessions: Row[][] = []
  for (const row of rows) {
    const at = Date.parse(String(row.TimeGenerated))
    const session = open.get(keyOf(row))
    const [first, last] = [session?.[0], session?.at(-1)].map((one) => Date.parse(String(one?.TimeGenerated)))
    if (session && at - Number(last) <= 120_000 && at - Number(first) <= 1_200_000) session.push(row)
    else {
      const begun = [row]
      open.set(keyOf(row), begun)
      sessions.push(begun)
    }
  }
  return sessions
}

describe('normal life is rich enough to learn from', () => {
  test('Exchange administration: hundreds of sessions, many cmdlets, several administrators', () => {
    const cmdlets = rowsOf('OfficeActivity').filter((row) => row.RecordType === 'ExchangeAdmin')
    const sessions = sessionsOf(cmdlets, (row) => `${row.UserId} ${row.ClientIP}`)
    expect(sessions.length).toBeGreaterThan(300)
    expect(new Set(cmdlets.map((row) => row.Operation)).size).toBeGreaterThan(40)
    expect(new Set(cmdlets.map((row) => row.UserId)).size).toBeGreaterThan(15)
    expect(new Set(sessions.map((session) => session.map((row) => row.Operation).join())).size).toBeGreaterThan(120)
  })

  test('AWS: hundreds of sessions of people, pipelines and jobs', () => {
    const sessions = sessionsOf(
      rowsOf('AWSCloudTrail'),
      (row) => `${row.UserIdentityArn} ${row.SourceIpAddress} ${row.UserAgent}`,
    )
    expect(sessions.length).toBeGreaterThan(300)
    expect(new Set(sessions.map((session) => session.map((row) => row.EventName).join())).size).toBeGreaterThan(150)
  })

  test('Windows: hundreds of logon sessions that start processes', () => {
    const processes = rowsOf('SecurityEvent').filter((row) => row.EventID === 4688 && row.SubjectLogonId !== '0x3e7')
    expect(new Set(processes.map((row) => `${row.Computer} ${row.SubjectLogonId}`)).size).toBeGreaterThan(400)
  })
})
