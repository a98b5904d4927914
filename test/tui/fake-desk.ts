import { HuntletError } from '../../src/lib/diagnostic.ts'
import type { ColumnType } from '../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../src/lib/table.ts'
import type { Desk, NotebookletInfo, ResultHandle, RunHooks, RunRequest } from '../../src/notebooklet/desk.ts'
import { deskNotebooklets } from '../../src/notebooklet/desk-notebooklets.ts'
import { notebookletInfo } from '../../src/notebooklet/notebooklet-info.ts'
import type { Choice, EntityType, ResultData, Section } from '../../src/notebooklet/result-data.ts'
import { bigTable, deepTree, everyView, hostileTable, signInTable } from './fake-tables.ts'

export const range = { start: '2026-03-01T00:00:00.0000000Z', end: '2026-03-08T00:00:00.0000000Z' }

/** When a step of a run goes on. The default goes on at once. */
export type Gate = (step: string, signal: AbortSignal | undefined) => Promise<void>

/** Goes on when told to: `open('alerts')` lets the step of that name pass. */
export function manualGate(): { gate: Gate; open(step: string): void; waiting(): string[] } {
  const doors = new Map<string, PromiseWithResolvers<void>>()
  const door = (step: string) => {
    const known = doors.get(step) ?? Promise.withResolvers<void>()
    doors.set(step, known)
    return known
  }
  const waiting = new Set<string>()
  return {
    async gate(step, signal) {
      waiting.add(step)
      const aborted = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
      await Promise.race([door(step).promise, aborted])
      waiting.delete(step)
      if (signal?.aborted) throw new Error('aborted')
    },
    open: (step) => door(step).resolve(),
    waiting: () => [...waiting],
  }
}

/** Takes its time, as a query does. */
export function slowGate(milliseconds: (step: string) => number): Gate {
  return (step, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, milliseconds(step))
      signal?.addEventListener('abort', () => {
        clearTimeout(timer)
        reject(new Error('aborted'))
      })
    })
}

export interface FakeDesk extends Desk {
  /** What was asked, in order. */
  readonly asked: readonly RunRequest[]
  readonly followed: readonly { readonly id: string; readonly parameters: Readonly<Record<string, string>> }[]
}

export interface FakeDeskOptions {
  readonly gate?: Gate
  readonly notebooklets?: readonly NotebookletInfo[]
  readonly bigRows?: number
}

/** A desk with everything a screen has to stand: many rows, hostile cells, failing, empty and skipped sections, choices. */
export function fakeDesk({
  gate = async () => {},
  notebooklets = fakeNotebooklets,
  bigRows = 100_000,
}: FakeDeskOptions = {}): FakeDesk {
  const asked: RunRequest[] = []
  const followed: { id: string; parameters: Readonly<Record<string, string>> }[] = []
  let big: Table | undefined

  const sectionsOf = (request: RunRequest): Section[] => {
    switch (request.notebooklet) {
      case 'big':
        big ??= bigTable(bigRows)
        return [
          section(
            'events',
            'All events',
            big,
            { kind: 'table', columns: ['TimeGenerated', 'Account', 'Operation', 'ClientIP', 'Score', 'Count'] },
            accountColumns,
          ),
          section(
            'scores',
            'Scores over time',
            big,
            { kind: 'scatter', time: 'TimeGenerated', score: 'Score', scale: 'log', tooltip: ['Account', 'Operation'] },
            accountColumns,
          ),
        ]
      case 'hostile':
        return [
          section('cells', 'Cells \u001b[31mred\u001b[0m', hostileTable(), { kind: 'table' }, { Sender: 'account' }),
        ]
      case 'views':
        return everyView()
      case 'tree':
        return [
          section('processes', 'Processes', deepTree(900), {
            kind: 'tree',
            id: 'Id',
            parent: 'Parent',
            label: 'Name',
            detail: ['CommandLine'],
          }),
        ]
      default:
        return accountSections(request)
    }
  }

  async function run(request: RunRequest, hooks: RunHooks = {}): Promise<ResultHandle> {
    asked.push(request)
    await Promise.resolve()
    if (request.notebooklet === 'broken') {
      throw new HuntletError('KQL_INVALID', 'The query `broken/query` cannot be read.', {
        hint: 'Ask `huntlet check`.',
        diagnostics: [
          {
            code: 'KQL001',
            severity: 'error',
            message: 'Unknown column `Acount`. Did you mean `Account`?',
            span: { start: 24, end: 30 },
            source: { name: 'queries/broken/query.yaml', text: 'SecurityEvent | where ( Acount == 1)', firstLine: 7 },
          },
        ],
      })
    }
    const sections = sectionsOf(request)
    hooks.onEvent?.({ kind: 'plan', sections: sections.map(({ id, title }) => ({ id, title })) })
    const done = await Promise.all(sections.map((each) => runSection(each, hooks, gate)))
    return handleOf(resultData(request, done))
  }

  function handleOf(data: ResultData): ResultHandle {
    return {
      data,
      async followUp(id, parameters = {}, hooks = {}) {
        followed.push({ id, parameters })
        if (id === 'fails') throw new HuntletError('FAILED', 'The follow-up could not be run.')
        const grown = section(
          `${id}-rows`,
          `More about ${parameters.account ?? 'it'}`,
          signInTable(4),
          { kind: 'table' },
          accountColumns,
        )
        hooks.onEvent?.({ kind: 'plan', sections: [{ id: grown.id, title: grown.title }] })
        const added = { ...(await runSection(grown, hooks, gate)), followUp: id }
        return handleOf({
          ...data,
          sections: [...data.sections.filter((each) => each.id !== added.id), added],
          followUps: data.followUps.map((offer) => (offer.id === id ? { ...offer, done: true } : offer)),
        })
      },
    }
  }

  return {
    workspaceName: 'demo',
    notebooklets,
    diagnostics: [
      {
        code: 'NBL002',
        severity: 'error',
        message: 'Unknown view `chart`. Did you mean `bars`?',
        span: { start: 3, end: 8 },
        source: { name: 'notebooklets/own/notebooklet.yaml', text: 'as chart', firstLine: 12 },
      },
    ],
    pivots: (type) => notebooklets.filter(({ entities }) => entities.includes(type)),
    run,
    asked,
    followed,
  }
}

const accountColumns = { Account: 'account', ClientIP: 'ip' } as const satisfies Record<string, EntityType>

async function runSection(each: Section, hooks: RunHooks, gate: Gate): Promise<Section> {
  for (const { query = '', kql, rowCount, durationMs } of each.queries) {
    hooks.onEvent?.({ kind: 'query-started', section: each.id, query, kql })
    await gate(each.id, hooks.signal)
    hooks.onEvent?.({ kind: 'query-finished', section: each.id, query, rowCount, durationMs })
  }
  hooks.onEvent?.({ kind: 'section', section: each })
  return each
}

/** A section with its one query. */
export function section(
  id: string,
  title: string,
  table: Table | undefined,
  view: Section['view'],
  entityColumns: Section['entityColumns'] = {},
  more: Partial<Section> = {},
): Section {
  return {
    id,
    title,
    status: 'ok',
    notices: [],
    view,
    ...(table && { table }),
    queries: [
      {
        query: `fake/${id}`,
        kql: `SigninLogs\n| where TimeGenerated between (datetime(2026-03-01) .. datetime(2026-03-08))\n| summarize count() by UserPrincipalName // ${id}`,
        timeRange: range,
        rowCount: table?.rowCount ?? 0,
        durationMs: 240,
        completeness: 'complete',
      },
    ],
    entityColumns,
    ...more,
  }
}

const twoAccounts: Choice = {
  id: 'account',
  title: 'Which account?',
  options: [
    { value: 'alice@contoso.com', label: 'alice@contoso.com · SigninLogs' },
    { value: 'alice.admin@contoso.com', label: 'alice.admin@contoso.com · SecurityEvent' },
  ],
}

function accountSections(request: RunRequest): Section[] {
  const isOpen = isAmbiguous(request)
  const facts = Table.fromRows(
    [
      { name: 'Account', type: 'string' },
      { name: 'DisplayName', type: 'string' },
      { name: 'Department', type: 'string' },
      { name: 'LastSeen', type: 'datetime' },
      { name: 'RiskLevel', type: 'string' },
      { name: 'Groups', type: 'dynamic' },
      { name: 'Manager', type: 'string' },
    ],
    [
      [
        request.value ?? 'alice',
        'Alice Archer',
        'Finance',
        '2026-03-07T17:22:05.1230000Z',
        'medium',
        ['Finance', 'VPN users'],
        '',
      ],
    ],
  )
  return [
    section(
      'account',
      'The account',
      facts,
      { kind: 'facts' },
      { Account: 'account' },
      { text: 'Who this is, from the newest record that names it.' },
    ),
    section(
      'sign-ins',
      'Sign-ins',
      isOpen ? undefined : signInTable(60),
      { kind: 'table', mark: 'Risky' },
      accountColumns,
      isOpen ? { status: 'skipped', notices: ['Waits for the choice “Which account?”.'], queries: [] } : {},
    ),
    section(
      'alerts',
      'Alerts that name the account',
      signInTable(24),
      { kind: 'timeline', time: 'TimeGenerated', by: 'Operation', tooltip: ['Account', 'ClientIP'] },
      accountColumns,
    ),
    section(
      'office',
      'Office activity',
      undefined,
      { kind: 'table' },
      {},
      { status: 'empty', notices: ['There is no table OfficeActivity in this workspace.'] },
    ),
    section(
      'mail',
      'Mail',
      undefined,
      { kind: 'table' },
      {},
      {
        status: 'failed',
        notices: ['The query took longer than 3 minutes and was stopped by the service.', 'KQL_TIMEOUT'],
      },
    ),
    section('hosts', 'Hosts', signInTable(7), { kind: 'table' }, accountColumns, {
      status: 'partial',
      notices: ['1 of 4 workspaces did not answer: eu-west.', 'Rows are cut at 7.'],
    }),
  ]
}

function isAmbiguous({ value, choose }: RunRequest): boolean {
  return value === 'alice' && !choose?.some((answer) => answer.startsWith('account='))
}

function resultData(request: RunRequest, sections: readonly Section[]): ResultData {
  const isOpen = isAmbiguous(request)
  const chosen = request.choose?.find((answer) => answer.startsWith('account='))?.slice(8)
  const info = fakeNotebooklets.find(({ id }) => id === request.notebooklet)
  return {
    notebooklet: request.notebooklet,
    title: info?.title ?? request.notebooklet,
    request: {
      notebooklet: request.notebooklet,
      ...(request.value !== undefined && { value: request.value }),
      parameters: {},
      options: [],
      timeRange: { ...range, said: request.timespan ? `last ${request.timespan}` : 'all records of the workspace' },
      now: { at: '2026-03-07T17:22:05.1230000Z', source: 'newest record' },
      workspace: 'demo',
      choices: chosen === undefined ? {} : { account: chosen },
    },
    status: isOpen ? 'choice' : sections.some(({ status }) => status === 'failed') ? 'partial' : 'ok',
    sections,
    entities: [
      { type: 'account', value: 'alice@contoso.com', sections: ['sign-ins'] },
      { type: 'ip', value: '203.0.113.7', sections: ['sign-ins'] },
    ],
    followUps:
      request.notebooklet === 'account-summary' && !isOpen
        ? [
            { id: 'additional', title: 'Get additional data', parameters: [], done: false },
            {
              id: 'account-history',
              title: 'History of one account',
              parameters: [
                { name: 'account', text: 'The account', required: true, column: 'Account' },
                { name: 'days', text: 'How many days back', required: false },
              ],
              done: false,
            },
            { id: 'fails', title: 'Look it up elsewhere', parameters: [], done: false },
          ]
        : [],
    choices: request.value === 'alice' ? [{ ...twoAccounts, ...(chosen !== undefined && { chosen }) }] : [],
    notices: [],
  }
}

const nothing = { options: [], parameters: [], followUps: [], keywords: [], timespan: '7d', origin: 'shipped' } as const

/** As the home screen lists them. */
export const fakeNotebooklets: readonly NotebookletInfo[] = [
  {
    ...nothing,
    id: 'account-summary',
    title: 'Account summary',
    text: 'What is this account, what did it do, and what was alerting on it?',
    entities: ['account'],
    keywords: ['user', 'identity', 'sign-in'],
    value: { required: true, text: 'A user principal name, a mail address, or a part of it' },
    options: [
      { name: 'alerts', default: true, text: 'Alerts that name the account' },
      { name: 'mail', default: false, text: 'Mail it sent' },
    ],
    sections: [
      { id: 'account', title: 'The account' },
      { id: 'sign-ins', title: 'Sign-ins' },
    ],
    followUps: [
      { id: 'additional', title: 'Get additional data', parameters: [] },
      {
        id: 'account-history',
        title: 'History of one account',
        parameters: [
          { name: 'account', type: 'string', text: 'The account', required: true, column: 'Account' },
          { name: 'days', type: 'int', text: 'How many days back', required: false, default: '30' },
        ],
      },
    ],
  },
  {
    ...nothing,
    id: 'ip-summary',
    title: 'IP address summary',
    text: 'Whose address is this, and who came from it?',
    entities: ['ip'],
    value: { required: true, text: 'An IPv4 or IPv6 address' },
    sections: [{ id: 'account', title: 'The account' }],
  },
  {
    ...nothing,
    id: 'host-summary',
    title: 'Host summary',
    text: 'What is this host, and what ran on it?',
    entities: ['host'],
    value: { required: false, text: 'A host name' },
    parameters: [
      { name: 'depth', type: 'int', text: 'Levels of the process tree', required: false, default: '5' },
      { name: 'system', type: 'string', text: 'Which system', required: true, values: ['windows', 'linux'] },
    ],
    sections: [{ id: 'account', title: 'The account' }],
  },
  {
    ...nothing,
    id: 'big',
    title: 'A hundred thousand events',
    text: 'More rows than anybody reads.',
    entities: [],
    value: undefined,
    sections: [],
  },
  {
    ...nothing,
    id: 'hostile',
    title: 'Hostile cells',
    text: 'What attackers write into logs.',
    entities: [],
    value: undefined,
    sections: [],
  },
  {
    ...nothing,
    id: 'views',
    title: 'Every view',
    text: 'One section for each way to draw.',
    entities: [],
    value: undefined,
    sections: [],
  },
  {
    ...nothing,
    id: 'tree',
    title: 'A deep process tree',
    text: 'Nine hundred levels.',
    entities: [],
    value: undefined,
    sections: [],
  },
  {
    ...nothing,
    id: 'broken',
    title: 'Broken query',
    text: 'Cannot be run.',
    entities: [],
    value: undefined,
    sections: [],
  },
  ...deskNotebooklets.map((definition) => notebookletInfo(definition, 'desk')),
]

export function table(columns: readonly ColumnType[], rows: readonly (readonly Cell[])[]): Table {
  return Table.fromRows(columns, rows)
}
