import { reachable } from '../../kql/stored-functions.ts'
import { parseDatetime, unixMillisecondsOf } from '../../lib/kql-time.ts'
import { type Clock, systemClock } from '../clock.ts'
import { cancelled } from '../local/thread.ts'
import type { QueryTable, TimeRange, Workspace } from '../workspace.ts'
import { wrapped } from '../wrapped-workspace.ts'
import { type AnswerLimits, answerStore } from './answer-store.ts'
import { wordsOfKql } from './kql-texts.ts'
import { keyOf, questionOf } from './question.ts'

/** How long records may still come in after their time: a range that ends later is not kept. */
const settledAfterMs = 3600_000

/** Words whose value another time, or another run, changes. */
const fleeting =
  /\b(now|ago|rand|new_?guid|externaldata|external_data|external_table|http_request(_post)?|_GetWatchlist\w*|current_principal\w*)\s*\(/i

/**
 * The workspace, whose answers of times past are kept in a private folder and given again for a day. Kept are answers that are complete, over a range that ended
 * an hour ago or more, to texts that do not ask for the time. Keys are hashes: no text of a query is written.
 */
export function cachedAnswers(
  workspace: Workspace,
  {
    folder,
    identity,
    clock = systemClock,
    limits = {},
  }: {
    readonly folder: string
    /** What tells this workspace, and who asks it, from all others. */
    readonly identity: string
    readonly clock?: Clock
    readonly limits?: Partial<AnswerLimits>
  },
): Workspace {
  const store = answerStore(folder, limits)
  const writing = new Set<Promise<void>>()
  let isClosed = false
  return wrapped(
    workspace,
    async (kql, options = {}) => {
      const { timespan, signal } = options
      if (
        isClosed ||
        timespan === undefined ||
        !isSettled(timespan, clock.now()) ||
        (await isFleeting(kql, workspace))
      ) {
        return workspace.run(kql, options)
      }
      if (signal?.aborted) throw cancelled(signal)
      const key = keyOf(questionOf(kql, options), 'kept 1', identity)
      const from = clock.now()
      const kept = await store.get(key, from)
      if (signal?.aborted) throw cancelled(signal)
      if (kept) return { ...kept.answer, ...said(kept.answer, kept.at), durationMs: clock.now() - from }
      const answer = await workspace.run(kql, options)
      if (isWhole(answer)) {
        const write: Promise<void> = store.set(key, { at: from, answer }).finally(() => writing.delete(write))
        writing.add(write)
      }
      return answer
    },
    {
      async close() {
        isClosed = true
        await workspace.close()
        await Promise.all(writing)
      },
    },
  )
}

/** Also where a stored function that it calls is; of one whose text is not told nobody knows. */
async function isFleeting(kql: string, workspace: Workspace): Promise<boolean> {
  const words = wordsOfKql(kql)
  if (fleeting.test(words)) return true
  const functions = (await workspace.surroundings?.())?.functions ?? []
  const told = functions.map(({ name, parameters, body = 'now()' }) => ({ name, parameters, body }))
  return reachable(words, told).some(({ body }) => fleeting.test(wordsOfKql(body)))
}

function isSettled({ end }: TimeRange, now: number): boolean {
  const ticks = parseDatetime(end)
  return ticks !== undefined && unixMillisecondsOf(ticks) <= now - settledAfterMs
}

function isWhole({ completeness, pieces = [] }: QueryTable): boolean {
  return completeness.status === 'complete' && pieces.every(({ status }) => status === 'complete')
}

function said({ completeness }: QueryTable, at: number): Pick<QueryTable, 'completeness'> {
  const when = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
  const notice = `this answer was kept at ${when} UTC; --no-cache asks anew`
  return { completeness: { ...completeness, notices: [...completeness.notices, notice] } }
}
