import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { huntlet, temporaryFolder } from '../support/huntlet.ts'

const folder = temporaryFolder()
const logs = join(folder.path, 'logs')
afterAll(() => folder.remove())

beforeAll(() => {
  mkdirSync(logs)
  writeFileSync(
    join(logs, 'SigninLogs.jsonl'),
    [
      {
        TimeGenerated: '2026-03-02T08:00:00.1234567Z',
        UserPrincipalName: 'alice@contoso.com',
        IPAddress: '198.51.100.7',
        ResultType: '0',
        AppDisplayName: 'Portal',
      },
      {
        TimeGenerated: '2026-03-02T08:05:00Z',
        UserPrincipalName: 'bob@contoso.com',
        IPAddress: '203.0.113.9',
        ResultType: '50126',
        AppDisplayName: '\u001b[2J\u001b]0;owned\u0007',
      },
    ]
      .map((row) => JSON.stringify(row))
      .join('\n'),
  )
})

describe('kql', () => {
  it('says of a function that a service answers what to do instead', async () => {
    const { code, stderr } = await huntlet(['kql', 'FileProfile'])
    expect(code).toBe(2)
    expect(stderr).toContain('`FileProfile` is no function of KQL itself.')
    expect(stderr).toContain('Microsoft Defender answers it')
  })
})

describe('help', () => {
  it('shows the commands', async () => {
    const { code, stdout } = await huntlet(['--help'])
    expect(code).toBe(0)
    for (const command of [
      'run',
      'query',
      'tables',
      'list',
      'show',
      'pivot',
      'score',
      'step',
      'new',
      'check',
      'demo',
    ]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'))
    }
  })

  it.each([
    [['quey'], 'Did you mean `query`?'],
    [['run', 'acount-summary', 'x', '--workspace', logs], 'account-summary'],
    [['show', 'nothing-like-it'], 'huntlet list'],
    [['run', 'account-summary', 'x', '--option', '+alert', '--workspace', logs], '`alerts`'],
    [['run', 'anomalous-sessions', '--param', 'windw=3', '--workspace', logs], '`window`'],
    [['run', 'anomalous-sessions', '--param', 'window=three', '--workspace', logs], 'window'],
    [['run', 'account-summary', 'alice', '--follow-up', 'adresses', '--workspace', logs], '`addresses`'],
    [['run', 'account-summary', 'alice', '--last', 'fortnight', '--workspace', logs], '7d'],
    [['pivot', 'acount', 'alice', '--workspace', logs], 'Did you mean `account`?'],
    [['pivot', '203.0.113[.]66', '--workspace', logs], "huntlet pivot ip '203.0.113[.]66'"],
    [['pivot', 'CONTOSO\\alice', '--workspace', logs], "huntlet pivot account 'CONTOSO\\alice'"],
    [['query', 'SigninLog | take 1', '--workspace', logs], 'Did you mean `SigninLogs`?'],
    [['query', 'SigninLogs | where ResultTyp == 1', '--workspace', logs], 'Did you mean `ResultType`?'],
    [['query', 'SigninLogs | where', '--workspace', logs], 'error KQL'],
    [['query', 'nosuch.kql', '--workspace', logs], 'Cannot read the file nosuch.kql'],
    [['run', 'account-summary', 'alice', '--choose', '--format', 'text'], '--choose has no value: `--format` follows'],
    [['query', 'print 1', '--workspace', join(folder.path, 'nowhere')], 'nowhere'],
    [['query', 'print 1', '--format', 'xml'], 'text, json, csv'],
    [['query', 'print 1', '--limit', 'many'], '--limit'],
    [['run', '--workspace', logs], 'huntlet list'],
    [['score', join(folder.path, 'nothing.jsonl')], 'nothing.jsonl'],
  ])('says what is wrong with %j and what to do', async (args, expected) => {
    const { code, stdout, stderr } = await huntlet(args)
    expect(stderr).toContain(expected)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })
})

describe('query of a file', () => {
  it('asks what stands in it', async () => {
    const file = join(folder.path, 'a hunt.kql')
    writeFileSync(file, '\ufeffSigninLogs\n| summarize Rows = count()\n')
    const { code, stdout } = await huntlet(['query', file, '--workspace', logs, '--format', 'csv'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Rows\n2\n' })
  })
})

describe('query with several results', () => {
  const kql = 'SigninLogs | fork (count) Users = (project UserPrincipalName | sort by UserPrincipalName asc)'

  it('prints each under its name', async () => {
    const { code, stdout } = await huntlet(['query', kql, '--workspace', logs])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^GenericResult\nCount\n[─]+\n\s*2\n1 row\n\nUsers\n/)
    expect(stdout).toMatch(/bob@contoso.com\s*\n2 rows\n$/)
  })

  it('prints JSON in which the first stands as it does alone', async () => {
    const { stdout } = await huntlet(['query', kql, '--workspace', logs, '--format', 'json'])
    const { name, columns, rows, completeness, more } = JSON.parse(stdout)
    expect({ name, columns, rows }).toEqual({
      name: 'GenericResult',
      columns: [{ name: 'Count', type: 'long' }],
      rows: [[2]],
    })
    expect(completeness.status).toBe('complete')
    expect(more).toEqual([
      {
        name: 'Users',
        columns: [{ name: 'UserPrincipalName', type: 'string' }],
        rows: [['alice@contoso.com'], ['bob@contoso.com']],
      },
    ])
  })

  it('prints the first as CSV and names the others, or writes a file for each', async () => {
    const shown = await huntlet(['query', kql, '--workspace', logs, '--format', 'csv'])
    expect(shown.stdout).toBe('Count\n2\n')
    expect(shown.stderr).toContain('Users has 2 more rows')
    const out = join(folder.path, 'out.csv')
    await huntlet(['query', kql, '--workspace', logs, '--format', 'csv', '--out', out])
    expect(readFileSync(out, 'utf8')).toBe('Count\n2\n')
    expect(readFileSync(join(folder.path, 'out-Users.csv'), 'utf8')).toContain('alice@contoso.com')
  })

  it('takes values of parameters', async () => {
    const declared = 'declare query_parameters(who:string); SigninLogs | where UserPrincipalName == who | count'
    const given = ['query', declared, '--workspace', logs, '--format', 'csv', '--param', 'who=bob@contoso.com']
    expect((await huntlet(given)).stdout).toBe('Count\n1\n')
    expect((await huntlet([...given.slice(0, -1), 'who'])).stderr).toContain('expected name=value')
  })
})

describe('query', () => {
  it('prints JSON as the contract has it', async () => {
    const kql =
      'SigninLogs | where ResultType == "0" | project TimeGenerated, Big = 9007199254740993, Gap = 1d + 2h, Bag = dynamic({"a":[1]}), Nothing = long(null), Nan = real(nan)'
    const { code, stdout } = await huntlet(['query', kql, '--workspace', logs, '--format', 'json'])
    expect(JSON.parse(stdout)).toEqual({
      columns: [
        { name: 'TimeGenerated', type: 'datetime' },
        { name: 'Big', type: 'long' },
        { name: 'Gap', type: 'timespan' },
        { name: 'Bag', type: 'dynamic' },
        { name: 'Nothing', type: 'long' },
        { name: 'Nan', type: 'real' },
      ],
      rows: [['2026-03-02T08:00:00.1234567Z', '9007199254740993', '1.02:00:00', { a: [1] }, null, 'NaN']],
      completeness: { status: 'complete', notices: [] },
    })
    expect(code).toBe(0)
  })

  it('points at the place', async () => {
    const { stderr } = await huntlet(['query', 'SigninLogs | where Acount == 1', '--workspace', logs])
    expect(stderr).toContain('1 | SigninLogs | where Acount == 1')
    expect(stderr).toContain('  |                    ^^^^^^')
  })

  it('takes the workspace before the query, and the query from standard input', async () => {
    const first = await huntlet(['query', '--workspace', logs, 'SigninLogs | count', '--format', 'csv'])
    const second = await huntlet(['query', '-', '--workspace', logs, '--format', 'csv'], {
      input: 'SigninLogs | count',
    })
    expect([first.stdout, second.stdout]).toEqual(['Count\n2\n', 'Count\n2\n'])
  })

  it('counts from the newest record, and says so', async () => {
    const { stdout, stderr } = await huntlet([
      'query',
      'SigninLogs | where TimeGenerated > ago(2m) | count',
      '--workspace',
      logs,
      '--format',
      'csv',
    ])
    expect(stdout).toBe('Count\n1\n')
    expect(stderr).toContain('now() is 2026-03-02T08:05:00.0000000Z (newest record)')
    const given = await huntlet(['query', 'print now()', '--workspace', logs, '--now', '2030-01-01', '--format', 'csv'])
    expect(given.stdout).toContain('2030-01-01T00:00:00.0000000Z')
  })

  it('answers a table the workspace lacks with nothing and a notice', async () => {
    const { code, stdout, stderr } = await huntlet([
      'query',
      'OfficeActivity | count',
      '--workspace',
      logs,
      '--format',
      'csv',
    ])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Count\n0\n' })
    expect(stderr).toContain('no OfficeActivity in this workspace')
  })

  it('says when it cut', async () => {
    const { stdout } = await huntlet(['query', 'range x from 1 to 100 step 1', '--limit', '10', '--format', 'json'])
    const { rows, completeness } = JSON.parse(stdout)
    expect(rows).toHaveLength(10)
    expect(completeness.status).toBe('truncated')
  })

  it('lets no escape sequence of a row reach the terminal', async () => {
    const { stdout } = await huntlet(['query', 'SigninLogs | project AppDisplayName', '--workspace', logs])
    expect(stdout).not.toContain('\u001b')
    expect(stdout).toContain('\\x1b]0;owned')
  })

  it('says why it cannot write', async () => {
    const { code, stderr } = await huntlet(['query', 'print 1', '--out', join(folder.path, 'no-such-folder', 'x.csv')])
    expect(stderr).toContain('Cannot write')
    expect(code).toBe(1)
  })
})

describe('run', () => {
  it.each([
    ['a double quote', '"'],
    ['a single quote', "'"],
    ['a backslash', '\\'],
    ['KQL', "x' or 1==1 //"],
    ['a pipe', '| take 1'],
    ['a line break', 'line\nbreak'],
    ['a bidirectional override', '\u202e'],
    ['100,000 characters', 'x'.repeat(100_000)],
  ])('is not moved by a value that is %s', async (_, value) => {
    const { code, stdout } = await huntlet(['run', 'account-summary', value, '--workspace', logs, '--format', 'json'])
    const { status, sections } = JSON.parse(stdout)
    expect({ code, status }).toEqual({ code: 0, status: 'empty' })
    expect(sections[0].table.rows).toEqual([])
  })

  it('says of a workspace that is given as the value how to name it, once none is named', async () => {
    const config = join(folder.path, 'default.yaml')
    writeFileSync(config, `default: mine\nworkspaces:\n  mine: { kind: local, paths: [${JSON.stringify(logs)}] }\n`)
    const slip = ['run', 'incident-summary', 'demo', '--config', config, '--format', 'json']
    expect((await huntlet(slip)).stderr).toContain('huntlet run incident-summary --workspace demo')
    expect((await huntlet([...slip, '--workspace', 'mine'])).stderr).not.toContain('--workspace demo')
  })

  it('waits for a choice, and takes one', async () => {
    const open = await huntlet(['run', 'account-summary', 'contoso.com', '--workspace', logs, '--format', 'json'])
    expect(JSON.parse(open.stdout).status).toBe('choice')
    expect(open.code).toBe(2)
    expect(open.stderr).toContain('--choose account=')
    const chosen = await huntlet([
      'run',
      'account-summary',
      'contoso.com',
      '--choose',
      'bob@contoso.com',
      '--workspace',
      logs,
      '--format',
      'json',
    ])
    expect(JSON.parse(chosen.stdout).request.choices).toEqual({ account: 'bob@contoso.com' })
    expect(chosen.code).toBe(0)
  })

  it('prints what there is to choose from once, with what tells it apart', async () => {
    const { stdout } = await huntlet(['run', 'account-summary', 'contoso.com', '--workspace', logs, '--format', 'text'])
    const [, offered] = /--choose account=VALUE\)\n((?: .*\n)+)/.exec(stdout)!
    expect(offered).toMatch(/^ {2}bob@contoso\.com {4}Entra ID sign-ins · 1 · /m)
    expect(offered!.match(/bob@contoso\.com/g)).toHaveLength(1)
  })

  it('writes every table as CSV into a folder, and asks for one', async () => {
    const out = join(folder.path, 'tables', 'of-alice')
    const command = ['run', 'account-summary', 'alice@contoso.com', '--workspace', logs, '--format', 'csv']
    const { code, stdout, stderr } = await huntlet([...command, '--out', out])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toContain(`files written to ${out}`)
    const [header, first] = readFileSync(join(out, 'index.csv'), 'utf8').split('\n')
    expect(header).toBe('File,Section,Title,Status,Rows,Notices')
    expect(existsSync(join(out, first!.split(',')[0]!))).toBe(true)
    expect(await huntlet(command)).toMatchObject({ code: 2, stderr: expect.stringContaining('--out FOLDER') })
  })

  it('runs follow-ups, and writes where it is told', async () => {
    const out = join(folder.path, 'result.json')
    const { code, stdout } = await huntlet([
      'run',
      'account-summary',
      'alice@contoso.com',
      '--workspace',
      logs,
      '--follow-up',
      'addresses',
      '--format',
      'json',
      '--out',
      out,
    ])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    const { sections } = JSON.parse(readFileSync(out, 'utf8'))
    expect(sections.at(-1).table.rows[0][0]).toBe('198.51.100.7')
  })

  it('leaves a broken notebooklet of the project out, and says where it is broken', async () => {
    const project = join(folder.path, 'project')
    mkdirSync(join(project, 'notebooklets', 'mine', 'broken'), { recursive: true })
    writeFileSync(join(project, 'notebooklets', 'mine', 'broken', 'notebooklet.yaml'), 'id: broken\ntitle: [\n')
    const { code, stdout, stderr } = await huntlet(['list', '--format', 'json'], { cwd: project })
    expect(JSON.parse(stdout).map(({ id }: { id: string }) => id)).toContain('account-summary')
    expect(stderr).toMatch(/notebooklet\.yaml:\d+:\d+/)
    expect(code).toBe(0)
  })
})

describe('pivot', () => {
  it.each([
    ['ip', '999.1.1.1', true],
    ['ip', '[2001:db8::1]:443', false],
    ['ip', '203.0.113[.]66', false],
    ['url', 'hxxp://evil[.]example/a', false],
    ['hash', 'zz', true],
    ['account', 'anything', false],
  ])('says whether what is no %s is looked for as it is written: %s', async (type, value, isSaid) => {
    const { code, stderr } = await huntlet(['pivot', type, value, '--list'])
    expect(code).toBe(0)
    expect(stderr.includes('it is looked for as it is written')).toBe(isSaid)
  })

  it('says what takes an entity, and runs the one that is about it', async () => {
    const { code, stdout, stderr } = await huntlet([
      'pivot',
      'account',
      'alice@contoso.com',
      '--workspace',
      logs,
      '--format',
      'json',
    ])
    expect(JSON.parse(stdout).notebooklet).toBe('account-summary')
    expect(stderr).toContain('anomalous-sessions')
    expect(code).toBe(0)
  })

  const saved = join(folder.path, 'saved.json')
  const fromSaved = ['pivot', 'account', '--from', saved, '--section', 'matches', '--row', '1', '--format', 'json']

  it('takes entity, time range and workspace of a saved Result, and says where it began', async () => {
    await huntlet(['run', 'account-summary', 'alice', '--workspace', logs, '--format', 'json', '--out', saved])
    const same = await huntlet(fromSaved)
    const { value, from, timeRange, workspace } = JSON.parse(same.stdout).request
    const before = JSON.parse(readFileSync(saved, 'utf8')).request
    expect(value).toBe('alice@contoso.com')
    expect(from).toMatchObject({
      notebooklet: 'account-summary',
      value: 'alice',
      section: 'matches',
      column: 'Account',
    })
    expect([timeRange.start, timeRange.end]).toEqual([before.timeRange.start, before.timeRange.end])
    expect(workspace).toBe(before.workspace)
    expect(same.stderr).toContain(`workspace: ${logs}`)
    const around = await huntlet([...fromSaved, '--time', 'row', '--within', '2h', '--workspace', logs])
    expect(JSON.parse(around.stdout).request.timeRange).toMatchObject({
      start: '2026-03-02T06:00:00.1234567Z',
      end: '2026-03-02T10:00:00.1234567Z',
    })
  })

  it('lists functions beside notebooklets, and does one', async () => {
    const { stdout } = await huntlet(['pivot', 'process', '--list'])
    expect(stdout).toContain('split-command-lines')
    const text = Buffer.from('iex abc', 'utf16le').toString('base64')
    const decoded = await huntlet([
      'pivot',
      'process',
      `powershell -enc ${text}`,
      '--run',
      'decode-text',
      '--format',
      'json',
    ])
    expect(decoded.stdout).toContain('iex abc')
    expect(decoded.code).toBe(0)
  })

  it('asks about every value of a column, and joins the rows', async () => {
    const on = 'SigninLogs | project UserPrincipalName, IPAddress'
    const { code, stdout } = await huntlet([
      ...['pivot', 'account', '--column', 'UserPrincipalName', '--on', on, '--run', 'account-summary:sources'],
      ...['--workspace', logs, '--format', 'json'],
    ])
    const { columns, rows } = JSON.parse(stdout)
    expect(columns.slice(0, 3).map(({ name }: { name: string }) => name)).toEqual([
      'UserPrincipalName',
      'IPAddress',
      'Source',
    ])
    expect(rows.map((row: string[]) => row.slice(0, 2))).toEqual([
      ['alice@contoso.com', '198.51.100.7'],
      ['bob@contoso.com', '203.0.113.9'],
    ])
    expect(code).toBe(0)
  })

  it.each([
    [['--section', 'matchs'], 'Did you mean `matches`?'],
    [['--row', '9'], 'has 1 row'],
    [['--time', 'row', '--last', '1d'], '`--time` is given with another time'],
    [['--from', 'nowhere.json'], 'Cannot read nowhere.json'],
  ])('refuses %j', async (args, expected) => {
    const { code, stderr } = await huntlet([...fromSaved, ...args])
    expect(stderr).toContain(expected)
    expect(code).toBe(2)
  })
})

describe('score', () => {
  it('prints one line a session, with the likelihood of the rarest window or null', async () => {
    const { code, stdout } = await huntlet(['score', '-', '--window', '2'], { input: '["A","B"]\n["A","B"]\n["B"]\n' })
    const scored = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    // V=2, M=4, S=3: P(A|start) = (2+1)/(3+4), P(B|A) = (2+1)/(2+4); the window (start, A) has P(A|start)·P(B|A).
    // Prior of B: (3+2·4)/T with T = 5+2·3+2·16 = 43; P(end|B) = (3+1)/(3+4): the window (B, end) is 11/43·4/7.
    expect(scored[0].likelihood).toBeCloseTo((11 / 43) * (4 / 7), 12)
    expect(scored[0].window).toEqual(['B'])
    expect(scored.map(({ session }) => session)).toEqual([0, 1, 2])
    expect(code).toBe(0)
  })

  it('counts a bad line with its number, and scores the others', async () => {
    const { code, stdout, stderr } = await huntlet(['score', '-'], { input: '["A"]\n{}\nnope\n["A"]\n' })
    expect(stdout.trim().split('\n')).toHaveLength(2)
    expect(stderr).toMatch(/:2: /)
    expect(stderr).toMatch(/:3: /)
    expect(code).toBe(3)
  })
})

describe('queries that notebooklets of one’s own can use', () => {
  it('are found by what they are about', async () => {
    const { code, stdout } = await huntlet(['list', '--queries', 'dns', 'resol'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^domain\/resolutions +What the domain resolved to +domain /m)
    expect(stdout).not.toContain('account/find')
  })

  it('are described with what they take and yield, so that nobody must read their file', async () => {
    const { code, stdout } = await huntlet(['show', 'domain/resolutions'])
    expect(code).toBe(0)
    expect(stdout).toContain('{ query: domain/resolutions, with: { domain: $domain } }')
    expect(stdout).toMatch(/^Columns {3}\w+ \(\w+\), /m)
    expect(stdout).toMatch(/^ {2}domain .*required\)$/m)
    expect(stdout).toContain('DnsEvents')
    const { columns } = JSON.parse((await huntlet(['show', 'domain/resolutions', '--format', 'json'])).stdout)
    expect(columns.length).toBeGreaterThan(1)
  })

  it('have a nearest name', async () => {
    const { code, stderr } = await huntlet(['show', 'domain/resolution'])
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean `domain/resolutions`?')
  })
})

describe('new', () => {
  it('does not take a name that is shipped, which would hide it', async () => {
    const { code, stderr } = await huntlet(['new', 'account-summary'], { cwd: folder.path })
    expect(code).toBe(2)
    expect(stderr).toContain('nothing was written')
    expect(existsSync(join(folder.path, 'notebooklets'))).toBe(false)
  })

  it.each([[], ['--typescript']])('writes a notebooklet that check accepts and run runs %j', async (...flags) => {
    const project = join(folder.path, `project-${flags.length}`)
    mkdirSync(project)
    const written = await huntlet(['new', 'odd-logons', ...flags], { cwd: project })
    expect(written.code).toBe(0)
    const checked = await huntlet(['check'], { cwd: project })
    expect({ code: checked.code, stderr: checked.stderr }).toEqual({ code: 0, stderr: '' })
    expect(checked.stdout).toBe('1 notebooklet, 1 query: no errors\n')
    const fixture = join(project, 'notebooklets', 'odd-logons', 'fixture')
    expect(existsSync(fixture)).toBe(true)
    const ran = await huntlet(['run', 'odd-logons', '--workspace', fixture, '--format', 'json'], { cwd: project })
    expect(JSON.parse(ran.stdout).status).toBe('ok')
    const again = await huntlet(['new', 'odd-logons', ...flags], { cwd: project })
    expect(again.stderr).toContain('already there')
    expect(again.code).toBe(2)
  })
})

describe('check', () => {
  it('says what to do where there is nothing of one’s own', async () => {
    const nothing = join(folder.path, 'nothing')
    mkdirSync(nothing)
    const { code, stdout } = await huntlet(['check'], { cwd: nothing })
    expect(stdout).toBe(
      '0 notebooklets, 0 queries: huntlet new NAME writes a notebooklet to begin from; --all checks what is shipped\n',
    )
    expect(code).toBe(0)
  })
})
