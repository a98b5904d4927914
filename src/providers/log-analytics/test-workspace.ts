import { countOf } from '../../lib/count-of.ts'
import { HuntletError } from '../../lib/diagnostic.ts'
import { wordsOf } from '../../lib/words-of.ts'
import { systemClock } from '../clock.ts'
import { ServiceFault, type WireSchema, type WireTable } from '../remote/wire.ts'
import type { LogAnalyticsRequest } from '../service-request.ts'
import type { TimeRange } from '../workspace.ts'
import { loginKeeping } from './logins/login-keeping.ts'
import { type Connection, connectLogAnalytics, type LogAnalyticsEffects } from './open-log-analytics.ts'
import { identityOf } from './token-claims.ts'

/** One thing that has to be in order for a workspace to answer, and whether it is. */
export interface TestStep {
  readonly step: 'login' | 'reach' | 'permission' | 'query'
  /** `warning`: it works, and there is something to know. `skipped`: what comes before it failed. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped'
  /** One sentence or two. */
  readonly text: string
  /** What to do about it. */
  readonly remedy?: string
}

const order = ['login', 'reach', 'permission', 'query'] as const

/**
 * Tries a workspace step by step: who is logged in, whether the service is reached, what may be read, a first query and the newest
 * record. Each step is told as it is done. Never throws but where the signal is aborted; the steps say what is wrong.
 */
export async function testWorkspace(
  request: LogAnalyticsRequest,
  onStep: (step: TestStep) => void,
  effects: LogAnalyticsEffects = {},
): Promise<readonly TestStep[]> {
  const steps: TestStep[] = []
  const tell = (step: TestStep) => {
    steps.push(step)
    onStep(step)
  }
  const clock = request.clock ?? systemClock
  const signal = request.signal ?? new AbortController().signal
  let at: TestStep['step'] = 'login'
  try {
    const connection = await connectLogAnalytics(request, clock, effects)
    tell(await login(request, connection, signal))
    at = 'reach'
    const schema = await reach(connection, signal, tell, () => {
      at = 'permission'
    })
    at = 'query'
    tell(await firstQuery(connection, schema, clock.now(), signal))
    await connection.wire.close()
  } catch (error) {
    signal.throwIfAborted()
    tell(failed(at, error))
  }
  for (const step of order.slice(order.indexOf(steps.at(-1)!.step) + 1)) {
    tell({ step, status: 'skipped', text: 'Not tried.' })
  }
  return steps
}

async function login(request: LogAnalyticsRequest, connection: Connection, signal: AbortSignal): Promise<TestStep> {
  const { credential, endpoint } = connection
  if (!credential) {
    const text =
      request.token === undefined
        ? `\`${endpoint.host}\` is asked without a login.`
        : 'The token that was given is used.'
    return { step: 'login', status: 'ok', text }
  }
  const token = await credential.getToken(`${endpoint.audience}/.default`, { abortSignal: signal })
  const identity = token && identityOf(token.token, token.expiresOnTimestamp)
  const keeping = await loginKeeping(request.auth ?? 'default', request.loginFolder)
  const kept = keeping === undefined ? '' : ` ${keeping.text}`
  const remedy = keeping?.remedy === undefined ? {} : { remedy: keeping.remedy }
  if (!identity) return { step: 'login', status: 'ok', text: `Logged in.${kept}`, ...remedy }
  const { name, kind, tenant, objectId, until } = identity
  const who = name ?? objectId ?? 'an account without a name'
  const text = [
    `Logged in as ${kind === 'application' ? 'the application ' : ''}${who}`,
    ...(objectId !== undefined && objectId !== who ? [`object ${objectId}`] : []),
    ...(tenant === undefined ? [] : [`tenant ${tenant}`]),
    ...(until === undefined ? [] : [`until ${until.slice(0, 19)}Z`]),
  ].join(', ')
  const isElsewhere =
    isGuid(request.tenant) && tenant !== undefined && tenant.toLowerCase() !== request.tenant!.toLowerCase()
  return isElsewhere
    ? {
        step: 'login',
        status: 'warning',
        text: `${text}.`,
        remedy: `The workspace names the tenant ${request.tenant}: log in to it with \`az login --tenant ${request.tenant}\`.`,
      }
    : { step: 'login', status: 'ok', text: `${text}.${kept}`, ...remedy }
}

function isGuid(text: string | undefined): boolean {
  return text !== undefined && /^[0-9a-f-]{36}$/i.test(text)
}

/** An answer of the service, whatever it is, shows that it is reached. */
async function reach(
  { wire, endpoint }: Connection,
  signal: AbortSignal,
  tell: (step: TestStep) => void,
  onReached: () => void,
): Promise<WireSchema> {
  const reached = () => {
    onReached()
    tell({ step: 'reach', status: 'ok', text: `\`${endpoint.host}\` answers.` })
  }
  try {
    const schema = await wire.schema(signal)
    reached()
    tell(permission(schema))
    return schema
  } catch (error) {
    if (error instanceof ServiceFault && error.status !== undefined && error.kind !== 'bad-answer') reached()
    throw error
  }
}

function permission({ tables, functions, watchlists }: WireSchema): TestStep {
  const basic = tables.filter(({ plan }) => plan === 'basic' || plan === 'auxiliary')
  const parts = [
    countOf(tables.length, 'table'),
    ...(basic.length > 0 ? [`${basic.length} of them on the Basic or Auxiliary plan`] : []),
    countOf(functions.length, 'function'),
    ...(watchlists.length > 0 ? [countOf(watchlists.length, 'watchlist')] : []),
  ]
  if (tables.length > 0) return { step: 'permission', status: 'ok', text: `You may read it: ${parts.join(', ')}.` }
  return {
    step: 'permission',
    status: 'warning',
    text: 'You may ask it, but no table is shown to you.',
    remedy:
      'Either nothing was ever sent to the workspace, or ask for the role Log Analytics Reader or Microsoft Sentinel Reader on it.',
  }
}

/** Tables that most workspaces have, those of sign-ins and security first. */
const common = [
  'SigninLogs',
  'SecurityEvent',
  'DeviceLogonEvents',
  'OfficeActivity',
  'AzureActivity',
  'Syslog',
  'Heartbeat',
  'Usage',
]
const days = 30
const mostTables = 3

async function firstQuery(
  { wire }: Connection,
  { tables }: WireSchema,
  now: number,
  signal: AbortSignal,
): Promise<TestStep> {
  const options = { timeoutMs: 60_000, signal }
  const { tables: answered } = await wire.ask({ ...options, kql: 'print Answer = 1' })
  if (answered[0].table.value(0, 'Answer') !== 1) {
    throw new ServiceFault('bad-answer', '`print Answer = 1` is not answered with 1.')
  }
  const range = {
    start: new Date(now - days * 86_400_000).toISOString(),
    end: new Date(now + 86_400_000).toISOString(),
  }
  const tried = tablesToTry(tables)
  for (const { name } of tried) {
    const { newest, records } = await newestOf(name, range)
    if (newest === undefined) continue
    const text = `It answers. \`${name}\`: ${countOf(records, 'record')} in the last ${days} days, the newest of ${newest}.`
    return { step: 'query', status: 'ok', text }
  }
  const [first] = tried
  const { newest } = first ? await newestOf(first.name, undefined) : {}
  const names = tried.map(({ name }) => `\`${name}\``).join(', ')
  const none = tried.length === 0 ? '' : `, without a record of the last ${days} days in ${names}`
  return {
    step: 'query',
    status: 'warning',
    text: `It answers${none}${newest === undefined ? '' : `; the newest of \`${first?.name}\` is of ${newest}`}.`,
    remedy: 'Check whether logs are sent to this workspace, and whether it is the right one.',
  }

  async function newestOf(table: string, within: TimeRange | undefined) {
    const kql = `['${table}'] | summarize Newest = max(TimeGenerated), Records = count()`
    const answer = await wire.ask({ ...options, kql, ...(within && { range: within }) })
    const [first] = answer.tables
    const value = first.table.value(0, 'Newest')
    return {
      newest: typeof value === 'string' ? value : undefined,
      records: Number(first.table.value(0, 'Records') ?? 0),
    }
  }
}

function tablesToTry(tables: readonly WireTable[]): readonly WireTable[] {
  const usable = tables.filter(
    ({ name, plan, columns }) =>
      (plan ?? 'analytics') === 'analytics' &&
      /^\w+$/.test(name) &&
      columns.some((column) => column.name === 'TimeGenerated' && column.type === 'datetime'),
  )
  const known = common.flatMap((name) => usable.filter((table) => table.name === name))
  return [...known, ...usable.filter((table) => !known.includes(table))].slice(0, mostTables)
}

function failed(step: TestStep['step'], error: unknown): TestStep {
  const isPassing = error instanceof ServiceFault && error.kind === 'unavailable'
  const otherwise = isPassing
    ? 'Try again in a while; where a proxy is in use (HTTPS_PROXY), it may be what answers.'
    : undefined
  const hint = error instanceof ServiceFault || error instanceof HuntletError ? (error.hint ?? otherwise) : undefined
  return { step, status: 'failed', text: wordsOf(error), ...(hint !== undefined && { remedy: hint }) }
}
