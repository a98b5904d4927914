import { randomBytes } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { HuntletError } from '../../lib/diagnostic.ts'
import { wordsOf } from '../../lib/words-of.ts'
import { type Clock, systemClock } from '../clock.ts'
import { isExport } from '../is-export.ts'
import type { QueryOptions, QueryTable, Workspace, WorkspaceSurroundings } from '../workspace.ts'
import { wrapped } from '../wrapped-workspace.ts'
import { clean, type Outcome, outcomeLines } from './kept-answer.ts'
import { secretsIn, withoutSecrets } from './kql-texts.ts'
import { keyOf, type Question, questionOf } from './question.ts'
import type { RecordedQuestion, RecordedWorkspaceData } from './recorded-run.ts'
import {
  answerPath,
  answersFolder,
  type Marker,
  makeFolder,
  markerFile,
  markerOf,
  questionsFile,
  recordingFormat,
  runsFolder,
  workspaceFile,
} from './recording-folder.ts'
import { writeJson, writeLines } from './whole-file.ts'

/** What says nothing of a question, and is not kept. */
const unkept: ReadonlySet<string> = new Set([
  'CANCELLED',
  'WORKSPACE_CLOSED',
  'BAD_TIMESPAN',
  'BAD_LIMIT',
  'BAD_TIMEOUT',
])

/**
 * The workspace, with every question and answer written into the folder, which is new, empty, or a recording of the same workspace. Its `now()` stands
 * still, so that what is asked of the last days can be asked again of the recording. Throws HuntletError: NOT_A_RECORDING, OTHER_RECORDING,
 * CANNOT_WRITE, and of `run` CANNOT_WRITE where an answer can't be kept.
 */
export async function recording(
  workspace: Workspace,
  folder: string,
  { clock = systemClock }: { readonly clock?: Clock } = {},
): Promise<Workspace> {
  const marker: Marker = { format: recordingFormat, workspace: workspace.name, kind: workspace.kind }
  const known = await markerOf(folder)
  if (known && (known.workspace !== marker.workspace || known.kind !== marker.kind)) {
    throw new HuntletError(
      'OTHER_RECORDING',
      `${folder} is a recording of ${known.workspace}: what ${marker.workspace} answers would be mixed with it.`,
      { hint: 'Record it into a folder of its own.' },
    )
  }
  const data = await dataOf(workspace)
  const startedAt = new Date(clock.now()).toISOString()
  const run = join(folder, runsFolder, `${startedAt.replaceAll(':', '')}-${randomBytes(4).toString('hex')}`)
  await guarded(folder, async () => {
    await makeFolder(folder)
    if (!known) {
      await chmod(folder, 0o700)
      await writeJson(join(folder, markerFile), marker)
    }
    await makeFolder(join(folder, answersFolder))
    await makeFolder(run)
    await writeJson(join(run, questionsFile), [])
    await writeJson(join(run, workspaceFile), clean(data, []))
  })
  // A service counts the records of its tables, which the first question need not wait for.
  const tablesKept = workspace
    .tables()
    .then((tables) => writeJson(join(run, workspaceFile), clean({ ...data, tables }, [])))
  tablesKept.catch(() => {})
  const recorder = new Recorder({ folder, run, clock })
  return wrapped(workspace, (kql, options) => recorder.ask(workspace, kql, options), {
    now: async () => data.now,
    async close() {
      await workspace.close()
      await Promise.allSettled([tablesKept, recorder.settled()])
    },
  })
}

/** What the workspace is now, but for its tables. */
async function dataOf(workspace: Workspace): Promise<RecordedWorkspaceData> {
  const [now, notices] = [await workspace.now(), await workspace.notices()]
  const surroundings = await workspace.surroundings?.()
  return {
    now,
    tables: [],
    notices,
    ...(surroundings && { surroundings: withoutBodies(surroundings) }),
    isExport: isExport(workspace),
  }
}

/** Texts of functions are not replayed, and secrets may stand in them. */
function withoutBodies({ watchlists, functions }: WorkspaceSurroundings): WorkspaceSurroundings {
  return { watchlists, functions: functions.map(({ body: _, ...each }) => each) }
}

interface RecordingPlace {
  readonly folder: string
  /** The folder of this run. */
  readonly run: string
  readonly clock: Clock
}

/** Asks, and writes down what was asked and answered. */
class Recorder {
  readonly #place: RecordingPlace
  readonly #questions = new Map<string, RecordedQuestion>()
  /** Ends when the list of questions on disk is the one in memory. */
  #written: Promise<void> = Promise.resolve()
  #isWriting = false
  readonly #answers = new Map<string, Promise<void>>()

  constructor(place: RecordingPlace) {
    this.#place = place
  }

  async ask(workspace: Workspace, kql: string, options: QueryOptions = {}): Promise<QueryTable> {
    const question = questionOf(kql, options)
    const { clock } = this.#place
    const from = clock.now()
    const keep = (outcome: Outcome) =>
      this.#keep(question, { at: new Date(from).toISOString(), durationMs: clock.now() - from }, outcome)
    let answer: QueryTable
    try {
      answer = await workspace.run(kql, options)
    } catch (error) {
      if (error instanceof HuntletError && !unkept.has(error.code)) await keep({ kind: 'failure', error })
      throw error
    }
    await keep({ kind: 'answer', answer })
    return answer
  }

  async #keep(question: Question, when: Pick<RecordedQuestion, 'at' | 'durationMs'>, outcome: Outcome): Promise<void> {
    const { folder } = this.#place
    const key = keyOf(question)
    const secrets = secretsIn(question.kql)
    const path = answerPath(folder, key)
    // Of the same question asked twice at once the later answer is to stay, as in the list.
    const before = this.#answers.get(key) ?? Promise.resolve()
    const writing = before
      .catch(() => {})
      .then(() => guarded(path, () => writeLines(path, outcomeLines(outcome, secrets))))
    this.#answers.set(key, writing)
    await writing
    const shown: RecordedQuestion = {
      key,
      ...question,
      ...when,
      outcome: outcome.kind === 'failure' ? 'failed' : outcome.answer.completeness.status,
      ...(outcome.kind === 'answer' && { rowCount: outcome.answer.table.rowCount }),
    }
    this.#questions.set(key, { ...shown, ...withoutSecretsIn(question, secrets) })
    await this.#writeQuestions()
  }

  /** Writes the list anew; who comes while it is being written waits for the next writing, which is for all who wait. */
  #writeQuestions(): Promise<void> {
    if (this.#isWriting) return this.#written
    this.#isWriting = true
    const path = join(this.#place.run, questionsFile)
    this.#written = this.#written
      .catch(() => {})
      .then(() => {
        this.#isWriting = false
        return guarded(path, () => writeJson(path, [...this.#questions.values()]))
      })
    return this.#written
  }

  /** Ends when nothing more is being written. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#answers.values(), this.#written])
  }
}

function withoutSecretsIn(
  { kql, parameters }: Question,
  secrets: readonly string[],
): Pick<Question, 'kql' | 'parameters'> {
  const shown = Object.entries(parameters ?? {}).map(([name, value]) => [name, withoutSecrets(value, secrets)] as const)
  return { kql: withoutSecrets(kql, secrets), ...(parameters && { parameters: Object.fromEntries(shown) }) }
}

async function guarded(place: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    throw new HuntletError('CANNOT_WRITE', `Cannot keep the recording in ${place}: ${wordsOf(error)}`, {
      hint: 'Make room, or record into another folder with --record FOLDER.',
      cause: error,
    })
  }
}
