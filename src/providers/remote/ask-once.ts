import { errorOf } from './fault-error.ts'
import { type Asking, ask, sentText } from './question.ts'
import type { QueryRun } from './run-query.ts'
import { ServiceFault, type WireAnswer } from './wire.ts'

/** Faults that another question may not meet. */
const ofQuestion: ReadonlySet<string> = new Set(['timed-out', 'too-large', 'throttled', 'unavailable', 'bad-answer'])

/** One question, in the user's places where it is refused. Throws ServiceFault for what may pass or be split. */
export async function askOnce(run: QueryRun, asking: Asking): Promise<WireAnswer> {
  const text = sentText(run.kql, run.query, asking)
  try {
    return await ask(run.query, text.sent, asking.range, run.asker)
  } catch (error) {
    throw error instanceof ServiceFault && ofQuestion.has(error.kind) ? error : errorOf(error, text)
  }
}

/** One row more than is wanted tells whether there are more; beyond what the service gives, it says so itself. */
export function takeOf({ rows, asker }: QueryRun): number | undefined {
  return rows < asker.wire.limited.rows ? rows + 1 : undefined
}

/** How many rows there are; undefined where that is too much to ask, too. */
export async function countOf(run: QueryRun, asking: Asking): Promise<number | undefined> {
  try {
    const { tables, shortfall } = await askOnce(run, { ...asking, counts: true })
    const count = Number(tables[0].table.cell(0, 0))
    return shortfall || !Number.isFinite(count) ? undefined : count
  } catch (error) {
    if (error instanceof ServiceFault) return undefined
    throw error
  }
}
