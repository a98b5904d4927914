import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HuntletError } from '../../lib/diagnostic.ts'
import type { Json } from '../../lib/table.ts'
import { wordsOf } from '../../lib/words-of.ts'
import type { WorkspaceKind } from '../workspace.ts'
import { type Outcome, oneOf, readOutcome, text } from './kept-answer.ts'
import { type RecordedQuestion, type RecordedWorkspaceData, readQuestions, readWorkspace } from './recorded-run.ts'
import { members } from './table-lines.ts'
import { readLines } from './whole-file.ts'

/**
 * A recording is a folder: `recording.json` says that it is one, and of which workspace; `runs/<when>/workspace.json` what the workspace was then;
 * `runs/<when>/questions.json` what it was asked; `answers/<key of the question>.jsonl.gz` the newest answer to each.
 */
export const markerFile = 'recording.json'
export const runsFolder = 'runs'
export const answersFolder = 'answers'
export const workspaceFile = 'workspace.json'
export const questionsFile = 'questions.json'

/** `recording.json` */
export interface Marker {
  readonly format: typeof recordingFormat
  readonly workspace: string
  readonly kind: WorkspaceKind
}

export const recordingFormat = 'huntlet recording 1'

/** All runs of a recording. */
export interface Recording {
  readonly marker: Marker
  /** Of the newest run. */
  readonly workspace: RecordedWorkspaceData
  /** By key; of one that was asked more than once, when it was asked last. */
  readonly questions: ReadonlyMap<string, RecordedQuestion>
  readonly runs: number
}

/** What the folder is: nothing yet, or a recording. Throws NOT_A_RECORDING for a folder that holds something else, BAD_RECORDING. */
export async function markerOf(folder: string): Promise<Marker | undefined> {
  let names: string[]
  try {
    names = await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw notARecording(folder, wordsOf(error), error)
  }
  if (names.length === 0) return undefined
  if (!names.includes(markerFile)) throw notARecording(folder, 'it holds other files')
  return readJson(join(folder, markerFile), (json) => {
    const { format, workspace, kind } = members(json)
    if (format !== recordingFormat) throw new Error(`not of the form \`${recordingFormat}\``)
    return { format: recordingFormat, workspace: text(workspace), kind: oneOf(kind, workspaceKinds) }
  })
}

/** Reads what was recorded, but for the answers. Throws NOT_A_RECORDING, BAD_RECORDING with the file. */
export async function readRecording(folder: string): Promise<Recording> {
  const marker = await markerOf(folder)
  if (!marker) throw notARecording(folder, 'there is nothing in it')
  const questions = new Map<string, RecordedQuestion>()
  let workspace: RecordedWorkspaceData | undefined
  const names = await namesOfRuns(folder)
  for (const name of names) {
    const run = join(folder, runsFolder, name)
    workspace = await readJson(join(run, workspaceFile), readWorkspace)
    for (const question of await readJson(join(run, questionsFile), readQuestions)) {
      const known = questions.get(question.key)
      if (!known || known.at <= question.at) questions.set(question.key, question)
    }
  }
  if (!workspace) throw notARecording(folder, 'no run is in it')
  return { marker, workspace, questions, runs: names.length }
}

/** Runs in the order of time: their names begin with it. */
async function namesOfRuns(folder: string): Promise<string[]> {
  try {
    return (await readdir(join(folder, runsFolder))).filter((name) => !name.endsWith('.tmp')).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw badRecording(join(folder, runsFolder), error)
  }
}

export function answerPath(folder: string, key: string): string {
  return join(folder, answersFolder, `${key}.jsonl.gz`)
}

/** Throws BAD_RECORDING with the file. */
export async function readAnswer(folder: string, key: string): Promise<Outcome> {
  const path = answerPath(folder, key)
  try {
    return await readLines(path, readOutcome)
  } catch (error) {
    throw badRecording(path, error)
  }
}

async function readJson<Result>(path: string, read: (json: Json) => Result): Promise<Result> {
  try {
    return read(JSON.parse(await readFile(path, 'utf8')) as Json)
  } catch (error) {
    throw badRecording(path, error)
  }
}

const workspaceKinds = [
  'local',
  'demo',
  'log-analytics',
  'kusto',
  'recorded',
  'several',
] as const satisfies WorkspaceKind[]

function notARecording(folder: string, why: string, cause?: unknown): HuntletError {
  return new HuntletError('NOT_A_RECORDING', `${folder} is no recording: ${why}.`, {
    hint: 'Record into an empty or a new folder with --record FOLDER, and replay that.',
    ...(cause !== undefined && { cause }),
  })
}

function badRecording(path: string, cause: unknown): HuntletError {
  const gone = (cause as NodeJS.ErrnoException).code === 'ENOENT'
  return new HuntletError('BAD_RECORDING', `${path} ${gone ? 'is missing' : `is damaged: ${wordsOf(cause)}`}.`, {
    hint: 'Take the folder from where it came once more, or record anew.',
    cause,
  })
}

/** Makes a folder with what is missing of its parents, for the user alone. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
}
