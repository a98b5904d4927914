import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HuntletError, KqlError } from '../../src/lib/diagnostic.ts'
import type { ColumnType } from '../../src/lib/kql-type.ts'
import type { Cell } from '../../src/lib/table.ts'
import type { Workspace } from '../../src/providers/workspace.ts'

/** A table a provider is to answer from. Datetimes are ISO texts, longs beyond 2^53 bigints. */
export interface FixtureTable {
  readonly name: string
  readonly columns: readonly ColumnType[]
  readonly rows: readonly (readonly Cell[])[]
}

export interface Provider {
  /** A workspace that holds exactly these tables. */
  open(tables: readonly FixtureTable[]): Promise<Workspace>
  /** Tests it does not pass, and why that is right for it. */
  readonly differences?: readonly { readonly reason: string; readonly tests: readonly string[] }[]
}

const signIns: FixtureTable = {
  name: 'SigninLogs',
  columns: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'UserPrincipalName', type: 'string' },
    { name: 'ResultType', type: 'string' },
    { name: 'DurationMs', type: 'long' },
    { name: 'DeviceDetail', type: 'dynamic' },
    { name: 'IsInteractive', type: 'bool' },
  ],
  rows: [
    [
      '2024-03-01T00:00:00.0000000Z',
      'ada@example.com',
      '0',
      9007199254740993n,
      { operatingSystem: 'Windows 11' },
      true,
    ],
    ['2024-03-05T12:30:15.1234567Z', 'bob@example.com', '50126', null, null, false],
    ['2024-03-08T00:00:00.0000000Z', '', '0', -1, [1, 'two'], null],
  ],
}

const many: FixtureTable = {
  name: 'Numbers_CL',
  columns: [{ name: 'n_d', type: 'real' }],
  rows: Array.from({ length: 3000 }, (_, index) => [index]),
}

/** What every provider does alike. */
export function describeProvider(name: string, { open, differences = [] }: Provider): void {
  const excused = new Map(differences.flatMap(({ reason, tests }) => tests.map((test) => [test, reason] as const)))
  const test = (title: string, run: () => Promise<void>) =>
    excused.has(title) ? it.skip(`${title} (${excused.get(title)})`, run) : it(title, run)

  describe(`${name} as a provider`, () => {
    let workspace: Workspace

    beforeAll(async () => {
      workspace = await open([signIns, many])
    })

    afterAll(() => workspace.close())

    const rows = async (kql: string) => (await workspace.query(kql)).rows()

    test('lists its tables with what they hold', async () => {
      const tables = new Map((await workspace.tables()).map((table) => [table.name, table]))
      expect([...tables.keys()].sort()).toEqual(['Numbers_CL', 'SigninLogs'])
      expect(tables.get('SigninLogs')).toMatchObject({
        rowCount: 3,
        first: '2024-03-01T00:00:00.0000000Z',
        last: '2024-03-08T00:00:00.0000000Z',
      })
      expect(tables.get('SigninLogs')!.columns).toEqual(expect.arrayContaining([...signIns.columns]))
    })

    test('takes the newest record for now', async () => {
      expect(await workspace.now()).toEqual({ at: '2024-03-08T00:00:00.0000000Z', source: 'newest record' })
    })

    test('means the same now in a query', async () => {
      const { at } = await workspace.now()
      expect(await rows('print now()')).toEqual([[at]])
      expect(await rows('SigninLogs | where TimeGenerated >= ago(7d) | count')).toEqual([[3]])
    })

    test('answers with cells in the forms of a table', async () => {
      const columns = signIns.columns.map((column) => column.name).join(', ')
      const table = await workspace.query(`SigninLogs | project ${columns} | sort by TimeGenerated asc`)
      expect(table.columns).toEqual(signIns.columns)
      expect(table.rows()).toEqual(signIns.rows)
    })

    test('computes without a table', async () => {
      const kql = `print a = 1.5, b = 7, c = "é'\\"", d = dynamic({"x":[1]}), e = 1h + 2tick, f = real(nan), g = int(null)`
      expect(await rows(kql)).toEqual([[1.5, 7, `é'"`, { x: [1] }, '01:00:00.0000002', Number.NaN, null]])
    })

    test('gives the null of every type, and the empty text for a string', async () => {
      const table = await workspace.query(
        'print b = bool(null), i = int(null), l = long(null), r = real(null), m = decimal(null), t = datetime(null), s = timespan(null), g = guid(null), y = dynamic(null), x = ""',
      )
      expect(table.columns.map(({ type }) => type)).toEqual([
        'bool',
        'int',
        'long',
        'real',
        'decimal',
        'datetime',
        'timespan',
        'guid',
        'dynamic',
        'string',
      ])
      expect(table.rows()).toEqual([[null, null, null, null, null, null, null, null, null, '']])
    })

    test('tells nulls from values in the same column', async () => {
      const table = await workspace.query(
        'datatable(k:int, b:bool, i:int, l:long, r:real, t:datetime, s:timespan, g:guid, y:dynamic, x:string)[1, true, 0, 0, 0.0, datetime(0001-01-01), 0s, guid(00000000-0000-0000-0000-000000000000), dynamic({}), "", 2, bool(null), int(null), long(null), real(null), datetime(null), timespan(null), guid(null), dynamic(null), "null"] | sort by k asc',
      )
      expect(table.rows()).toEqual([
        [1, true, 0, 0, 0, '0001-01-01T00:00:00.0000000Z', '00:00:00', '00000000-0000-0000-0000-000000000000', {}, ''],
        [2, null, null, null, null, null, null, null, null, 'null'],
      ])
    })

    test('keeps the seventh digit of times and all digits of longs', async () => {
      expect(
        await rows(
          'print a = datetime(2024-02-29T23:59:59.9999999Z), b = datetime(9999-12-31T23:59:59.9999999Z), c = -1d - 1tick, d = 9223372036854775807, e = -9007199254740993, f = decimal(0.123456789012345678)',
        ),
      ).toEqual([
        [
          '2024-02-29T23:59:59.9999999Z',
          '9999-12-31T23:59:59.9999999Z',
          '-1.00:00:00.0000001',
          9223372036854775807n,
          -9007199254740993n,
          '0.123456789012345678',
        ],
      ])
    })

    test('gives what is no number as such', async () => {
      expect(await rows('print a = real(nan), b = real(+inf), c = real(-inf), d = 1e308, e = 5e-324')).toEqual([
        [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308, 5e-324],
      ])
    })

    test('gives dynamics as what they hold', async () => {
      expect(
        await rows(
          'print a = dynamic([1, "two", null, true, {"x": [0.5]}]), b = dynamic("text"), c = dynamic(3), d = parse_json("{\\"k\\":\\"a\\\\u0000b\\"}"), e = dynamic([])',
        ),
      ).toEqual([[[1, 'two', null, true, { x: [0.5] }], 'text', 3, { k: 'a\0b' }, []]])
    })

    test('gives the columns of an empty answer', async () => {
      const { table, completeness } = await workspace.run(
        'SigninLogs | where false | project TimeGenerated, UserPrincipalName, DurationMs',
      )
      expect([table.rowCount, completeness]).toEqual([0, { status: 'complete', notices: [] }])
      expect(table.columns).toEqual([
        { name: 'TimeGenerated', type: 'datetime' },
        { name: 'UserPrincipalName', type: 'string' },
        { name: 'DurationMs', type: 'long' },
      ])
    })

    test('gives the tables of several statements in their order', async () => {
      const { table, more } = await workspace.run(
        'SigninLogs | summarize n = count(); Numbers_CL | where n_d < 3 | sort by n_d asc; print x = "last"',
      )
      expect([table, ...more!.map((each) => each.table)].map((each) => each.rows())).toEqual([
        [[3]],
        [[0], [1], [2]],
        [['last']],
      ])
    })

    test('sees only what lies in the time range, whose end is exclusive', async () => {
      const { table } = await workspace.run('SigninLogs | summarize count()', {
        timespan: { start: '2024-03-05T12:30:15.1234567Z', end: '2024-03-08T00:00:00Z' },
      })
      expect(table.rows()).toEqual([[1]])
    })

    test('keeps both edges of the time range to the tick', async () => {
      const users = async (start: string, end: string) => {
        const kql = 'SigninLogs | project UserPrincipalName | sort by UserPrincipalName asc'
        return (await workspace.run(kql, { timespan: { start, end } })).table.column('UserPrincipalName')
      }
      expect(await users('2024-03-05T12:30:15.1234567Z', '2024-03-05T12:30:15.1234568Z')).toEqual(['bob@example.com'])
      expect(await users('2024-03-05T12:30:15.1234568Z', '2024-03-08T00:00:00Z')).toEqual([])
      expect(await users('2024-03-05T12:30:15.1234568Z', '2024-03-08T00:00:00.0000001Z')).toEqual([''])
      expect(await users('2024-03-01T00:00:00Z', '2024-03-05T12:30:15.1234567Z')).toEqual(['ada@example.com'])
      expect(await users('2024-03-05T12:30:15.1234567Z', '2024-03-05T12:30:15.1234567Z')).toEqual([])
    })

    test('applies the time range to each table of a query, and to none without times', async () => {
      const { table } = await workspace.run(
        'union (SigninLogs | project Of = "with times"), (Numbers_CL | where n_d < 2 | project Of = "without") | summarize n = count() by Of | sort by Of asc',
        { timespan: { start: '2024-03-05T00:00:00Z', end: '2024-03-06T00:00:00Z' } },
      )
      expect(table.rows()).toEqual([
        ['with times', 1],
        ['without', 2],
      ])
    })

    test('takes a time range as words, up to now and with the newest record in it', async () => {
      const count = async (timespan: string) =>
        (await workspace.query('SigninLogs | count', { timespan })).rows()[0]![0]
      expect([await count('1h'), await count('7d'), await count('2024-03-01/2024-03-05')]).toEqual([1, 3, 1])
      await expect(count('soon')).rejects.toMatchObject({ code: 'BAD_TIMESPAN' })
      await expect(count('2024-03-05/2024-03-01')).rejects.toMatchObject({ code: 'BAD_TIMESPAN' })
    })

    test('cuts at the limit and says so', async () => {
      const cut = await workspace.run('Numbers_CL', { limit: 2500 })
      expect(cut.table.rowCount).toBe(2500)
      expect(cut.completeness).toEqual({
        status: 'truncated',
        notices: ['only the first 2,500 rows are shown; there are more'],
      })
      const whole = await workspace.run('Numbers_CL', { limit: 3000 })
      expect([whole.table.rowCount, whole.completeness]).toEqual([3000, { status: 'complete', notices: [] }])
    })

    test('points at what is wrong in a query', async () => {
      const failed = await workspace.query('SigninLogs | where UserPrincipalNam == 1').catch((error) => error)
      expect(failed).toBeInstanceOf(KqlError)
      expect(failed.code).toBe('KQL_INVALID')
      expect(failed.diagnostics[0]).toMatchObject({
        severity: 'error',
        span: { start: 19, end: 35 },
        source: { text: 'SigninLogs | where UserPrincipalNam == 1' },
      })
      expect(failed.message).toContain('UserPrincipalNam')
    })

    test('points into the line of a query where it is wrong, and at each place', async () => {
      const kql = 'SigninLogs\n| where ResultType == "0" // all is well\n| extend x = strlen(Usr)\n| project Nme'
      const failed = await workspace.query(kql).catch((error) => error)
      expect(failed).toBeInstanceOf(KqlError)
      const spans = (failed as KqlError).diagnostics.map(({ span }) => kql.slice(span.start, span.end))
      expect(spans[0]).toBe('Usr')
      const wrong = 'SigninLogs | take 5 | wher 1 == 1'
      const syntax = await workspace.query(wrong).catch((error) => error)
      expect(syntax).toBeInstanceOf(KqlError)
      expect((syntax as KqlError).diagnostics[0]!.span.start).toBe(wrong.indexOf('wher '))
    })

    test('refuses a table that nobody knows', async () => {
      const failed = await workspace.query('SigninLog | take 1').catch((error) => error)
      expect(failed).toBeInstanceOf(KqlError)
      expect(failed.message).toContain('SigninLog')
    })

    test('answers for a table it lacks with no rows and a notice', async () => {
      const { table, completeness } = await workspace.run('Heartbeat | summarize n = count() by Computer')
      expect(table.columns).toEqual([
        { name: 'Computer', type: 'string' },
        { name: 'n', type: 'long' },
      ])
      expect(table.rowCount).toBe(0)
      expect(completeness.notices).toEqual(['no Heartbeat in this workspace'])
    })

    test('answers several queries at once, each with its own', async () => {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => rows(`Numbers_CL | where n_d < ${index} | count`)),
      )
      expect(answers.flat(2)).toEqual(Array.from({ length: 12 }, (_, index) => index))
    })

    test('stops at an aborted signal, before and while it works, and goes on with the next', async () => {
      await expect(workspace.query('print 1', { signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'CANCELLED',
      })
      const controller = new AbortController()
      const long = workspace.query(
        'Numbers_CL | extend k = 1 | join kind=inner (Numbers_CL | extend k = 1) on k | join kind=inner (Numbers_CL | extend k = 1) on k | summarize sum(n_d * n_d1 * n_d2)',
        { signal: controller.signal },
      )
      setTimeout(() => controller.abort(), 100)
      await expect(long).rejects.toMatchObject({ code: 'CANCELLED' })
      expect(await rows('print 1')).toEqual([[1]])
    })

    test('leaves hostile text as it is', async () => {
      const text = `'; DROP TABLE "SigninLogs"; --\u001b[31m\u202e`
      expect(await rows(`print x = ${JSON.stringify(text)}`)).toEqual([[text]])
    })

    test('is closed once and for all', async () => {
      const other = await open([signIns])
      await other.close()
      await other.close()
      const failed = await other.query('print 1').catch((error) => error)
      expect(failed).toBeInstanceOf(HuntletError)
      expect(failed.code).toBe('WORKSPACE_CLOSED')
    })
  })
}
