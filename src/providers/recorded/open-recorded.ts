import { HuntletError } from '../../lib/diagnostic.ts'
import { cancelled } from '../local/thread.ts'
import type { RecordedRequest } from '../service-request.ts'
import { givenNow, parseRange } from '../time-range.ts'
import type { QueryOptions, QueryTable, TimeRange, Workspace } from '../workspace.ts'
import { queryBy } from '../wrapped-workspace.ts'
import { secretsIn, withoutSecrets } from './kql-texts.ts'
import { nearestQuestions } from './nearest-questions.ts'
import { keyOf, type Question, questionOf } from './question.ts'
import type { RecordedQuestion } from './recorded-run.ts'
import { type Recording, readAnswer, readRecording } from './recording-folder.ts'

/** Replays what was recorded in the folder. Throws HuntletError: NOT_A_RECORDING, BAD_RECORDING, BAD_NOW. */
export async function openRecorded({ folder, now }: RecordedRequest): Promise<Workspace> {
  return new RecordedWorkspace(folder, await readRecording(folder), now === undefined ? undefined : givenNow(now))
}

type Now = Awaited<ReturnType<Workspace['now']>>

class RecordedWorkspace implements Workspace {
  readonly name: string
  readonly kind = 'recorded'
  readonly isExport: boolean
  readonly surroundings?: NonNullable<Workspace['surroundings']>
  readonly #folder: string
  readonly #recording: Recording
  readonly #now: Now
  #isClosed = false

  constructor(folder: string, recording: Recording, now: Now | undefined) {
    this.name = `recorded:${folder}`
    this.isExport = recording.workspace.isExport
    const { surroundings } = recording.workspace
    if (surroundings) this.surroundings = async () => surroundings
    this.#folder = folder
    this.#recording = recording
    this.#now = now ?? recording.workspace.now
  }

  async now() {
    return this.#now
  }

  async tables() {
    return this.#recording.workspace.tables
  }

  async notices() {
    return this.#recording.workspace.notices
  }

  query(kql: string, options: Parameters<Workspace['query']>[1] = {}) {
    return queryBy(this, kql, options)
  }

  async run(kql: string, options: QueryOptions = {}): Promise<QueryTable> {
    const { signal, timespan } = options
    if (this.#isClosed)
      throw new HuntletError('WORKSPACE_CLOSED', 'The workspace is closed.', { hint: 'Open it again.' })
    if (signal?.aborted) throw cancelled(signal)
    if (timespan) parseRange(timespan)
    const question = questionOf(kql, options)
    const key = keyOf(question)
    const recorded = this.#recording.questions.get(key)
    if (!recorded) throw this.#notRecorded(question)
    const outcome = await readAnswer(this.#folder, key)
    if (signal?.aborted) throw cancelled(signal)
    if (outcome.kind === 'failure') throw outcome.error
    return outcome.answer
  }

  #notRecorded(question: Question): HuntletError {
    const { questions, runs, marker } = this.#recording
    const near = nearestQuestions(question, questions.values())
    const from = `${questions.size} ${questions.size === 1 ? 'question' : 'questions'} of ${runs} ${runs === 1 ? 'run' : 'runs'}`
    const shown = near.map(({ question: each, differs }) => `${shortText(each)} (${differs})`)
    const sameText = near.find(({ likeness, question: each }) => likeness === 1 && each.timespan)
    const range = sameText?.question.timespan
    return new HuntletError(
      'NOT_RECORDED',
      `This question is not among the ${from} recorded in ${this.#folder}: ${shortText(question)}.`,
      {
        hint: [
          shown.length === 0
            ? 'No recorded question is like it.'
            : `The nearest that were recorded: ${shown.join('; ')}.`,
          ...(range && !sameRange(range, question.timespan)
            ? [`Ask for the time that was recorded: --start ${range.start} --end ${range.end}.`]
            : []),
          `To have it, ask it of ${marker.workspace} once more with --record ${this.#folder}.`,
        ].join(' '),
      },
    )
  }

  async close(): Promise<void> {
    this.#isClosed = true
  }
}

function sameRange(a: TimeRange, b: TimeRange | undefined): boolean {
  return a.start === b?.start && a.end === b.end
}

/** The beginning of the text in one line, and the time range. */
function shortText({ kql, timespan }: Question | RecordedQuestion): string {
  const line = withoutSecrets(kql, secretsIn(kql)).replace(/\s+/g, ' ').trim()
  const text = line.length > 120 ? `${line.slice(0, 120)}…` : line
  return timespan ? `\`${text}\` from ${timespan.start} to ${timespan.end}` : `\`${text}\``
}
