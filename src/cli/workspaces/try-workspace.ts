import { countOf } from '../../lib/count-of.ts'
import { HuntletError } from '../../lib/diagnostic.ts'
import { wordsOf } from '../../lib/words-of.ts'
import { openWorkspace, type RemoteRequest } from '../../providers/open-workspace.ts'
import { readAnswer, readRecording } from '../../providers/recorded/recording-folder.ts'
import type { Workspace, WorkspaceTable } from '../../providers/workspace.ts'
import type { NamedRequest } from '../config/configured-request.ts'

/** One thing that has to be in order for a workspace to answer, and whether it is. */
export interface TriedStep {
  /** `login`, `reach`, `permission`, `query`; of files and recordings `read`. */
  readonly step: string
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped'
  readonly text: string
  /** What to do about it. */
  readonly remedy?: string
}

/** Tries a workspace step by step; each is told as it is done. Throws only where the signal is aborted. */
export async function tryWorkspace(
  request: NamedRequest,
  onStep: (step: TriedStep) => void,
  signal: AbortSignal,
): Promise<readonly TriedStep[]> {
  const steps: TriedStep[] = []
  const tell = (step: TriedStep) => {
    steps.push(step)
    onStep(step)
  }
  if (request.kind === 'log-analytics') {
    const { testWorkspace } = await import('../../providers/log-analytics/test-workspace.ts')
    return testWorkspace({ ...request, signal }, onStep)
  }
  const expected: readonly string[] = expectedSteps[request.kind]
  try {
    if (request.kind === 'kusto') await tryCluster({ ...request, signal }, tell)
    else if (request.kind === 'recorded') await tryRecording(request.folder, tell, signal)
    else await tryFiles(request.paths, tell, signal)
  } catch (error) {
    signal.throwIfAborted()
    const at = failedStep(error, expected, steps.length)
    for (const step of expected) {
      if (step === at) break
      if (!steps.some((each) => each.step === step))
        tell({ step, status: 'skipped', text: 'Not known: it came to no answer.' })
    }
    tell(failure(at, error))
    for (const step of expected.slice(expected.indexOf(at) + 1)) {
      tell({ step, status: 'skipped', text: 'Not tried.' })
    }
  }
  return steps
}

const expectedSteps = {
  kusto: ['login', 'reach', 'permission', 'query'],
  local: ['read', 'query'],
  recorded: ['read'],
} as const

/** Which step an error belongs to: what comes before it went well. */
function failedStep(error: unknown, expected: readonly string[], done: number): string {
  const code = error instanceof HuntletError ? error.code : ''
  const known = stepOfCode[code]
  return known !== undefined && expected.includes(known) ? known : expected[Math.min(done, expected.length - 1)]!
}

const stepOfCode: Readonly<Record<string, string>> = {
  BAD_AUTH: 'login',
  NOT_LOGGED_IN: 'login',
  SERVICE_UNAVAILABLE: 'reach',
  BAD_ANSWER: 'reach',
  UNKNOWN_WORKSPACE: 'reach',
  NO_PERMISSION: 'permission',
}

function failure(step: string, error: unknown): TriedStep {
  const hint = error instanceof HuntletError ? error.hint : undefined
  return { step, status: 'failed', text: wordsOf(error), ...(hint !== undefined && { remedy: hint }) }
}

async function tryCluster(
  request: Extract<RemoteRequest, { kind: 'kusto' }>,
  tell: (step: TriedStep) => void,
): Promise<void> {
  const workspace = await openWorkspace(request)
  const [login, reach] = [
    { step: 'login', status: 'ok', ...(await loginSaid(request)) },
    { step: 'reach', status: 'ok', text: `\`${request.cluster}\` answers.` },
  ] as const
  try {
    try {
      await askOne(workspace)
    } catch (error) {
      // What the service itself refuses shows that the login was good, and that it is reached.
      const at = error instanceof HuntletError ? stepOfCode[error.code] : undefined
      if (at === 'reach') tell({ step: 'login', status: 'skipped', text: 'Not known, as nobody could be asked.' })
      else if (at !== 'login') tell(login)
      if (at === 'permission') tell(reach)
      throw error
    }
    tell(login)
    tell(reach)
    const tables = await workspace.tables()
    tell(
      tables.length > 0
        ? { step: 'permission', status: 'ok', text: `You may read ${countOf(tables.length, 'table')}.` }
        : {
            step: 'permission',
            status: 'warning',
            text: `You may ask \`${request.database}\`, but no table is shown to you.`,
            remedy: 'Ask for the role Database Viewer on it, or check the name of the database.',
          },
    )
    await tryQuery(workspace, tables, tell)
  } finally {
    await workspace.close()
  }
}

async function loginSaid(
  request: Extract<RemoteRequest, { kind: 'kusto' }>,
): Promise<Pick<TriedStep, 'text' | 'remedy'>> {
  const { token, cluster, auth = 'default', loginFolder } = request
  if (token !== undefined) return { text: 'The token that was given is used.' }
  if (cluster.startsWith('http:')) return { text: 'A server of this machine is asked without a login.' }
  const { loginKeeping } = await import('../../providers/log-analytics/logins/login-keeping.ts')
  const keeping = await loginKeeping(auth, loginFolder)
  return { ...keeping, text: `Logged in (${auth}).${keeping === undefined ? '' : ` ${keeping.text}`}` }
}

/** A first question, and the newest record of a table. */
async function tryQuery(
  workspace: Workspace,
  tables: readonly WorkspaceTable[],
  tell: (step: TriedStep) => void,
): Promise<void> {
  await askOne(workspace)
  const timed = tables.find(({ name, columns }) => /^\w+$/.test(name) && columns.some((each) => each.name === time))
  if (!timed) {
    tell({ step: 'query', status: 'ok', text: 'It answers.' })
    return
  }
  const newest = await workspace.query(`${timed.name} | summarize Newest = max(${time}), Records = count()`, {
    timeoutMs,
  })
  const [at, records] = [newest.value(0, 'Newest'), Number(newest.value(0, 'Records'))]
  const when = typeof at === 'string' ? `, the newest of ${at}` : ''
  tell({ step: 'query', status: 'ok', text: `It answers. \`${timed.name}\`: ${countOf(records, 'record')}${when}.` })
}

async function askOne(workspace: Workspace): Promise<void> {
  const table = await workspace.query('print Answer = 1', { timeoutMs })
  if (table.value(0, 'Answer') !== 1) throw new Error('`print Answer = 1` is not answered with 1.')
}

const timeoutMs = 60_000

const time = 'TimeGenerated'

async function tryFiles(paths: readonly string[], tell: (step: TriedStep) => void, signal: AbortSignal): Promise<void> {
  const workspace = await openWorkspace({ kind: 'local', paths, signal })
  try {
    const [tables, notices] = [await workspace.tables(), await workspace.notices()]
    const warnings = notices.filter(({ severity }) => severity === 'warning')
    const rows = tables.reduce((sum, { rowCount = 0 }) => sum + rowCount, 0)
    const text = `${countOf(tables.length, 'table')} with ${countOf(rows, 'record')} were read.`
    if (tables.length === 0) {
      const remedy = 'Give a folder or files of CSV, JSON, JSON lines, Parquet, syslog or .evtx.'
      tell({ step: 'read', status: 'failed', text: 'No logs that can be read are there.', remedy })
      return
    }
    tell(
      warnings.length === 0
        ? { step: 'read', status: 'ok', text }
        : {
            step: 'read',
            status: 'warning',
            text: `${text} ${countOf(warnings.length, 'thing')} could not be.`,
            remedy: 'huntlet tables shows what, with file and line.',
          },
    )
    await tryQuery(workspace, tables, tell)
  } finally {
    await workspace.close()
  }
}

/** Every answer is read, so that a damaged one shows now. */
async function tryRecording(folder: string, tell: (step: TriedStep) => void, signal: AbortSignal): Promise<void> {
  const { marker, questions, runs } = await readRecording(folder)
  for (const key of questions.keys()) {
    signal.throwIfAborted()
    await readAnswer(folder, key)
  }
  const text = `${countOf(questions.size, 'question')} of ${countOf(runs, 'run')} on ${marker.workspace}, each with its answer.`
  tell({ step: 'read', status: 'ok', text })
}
