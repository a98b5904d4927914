import type { TimeRange } from '../providers/workspace.ts'
import { bindParameters, type RenderedQuery, renderQuery } from '../queries/render.ts'
import type { Evaluated } from './evaluated.ts'
import { fitting } from './request.ts'
import type { EntityType, QueryRecord } from './result-data.ts'
import { type RunScope, stopIfCancelled } from './run-scope.ts'
import { failureNotices, SourceFailure } from './source-failure.ts'
import { widened } from './time-range.ts'

/** Asks a query template with parameters, over the time of the run or another. Throws SourceFailure, or `CANCELLED`. */
export async function runQuery(
  scope: RunScope,
  section: string,
  id: string,
  parameters: Readonly<Record<string, unknown>>,
  timeRange: TimeRange = scope.request.said.timeRange,
): Promise<Evaluated> {
  let rendered: RenderedQuery
  try {
    const query = scope.findQuery(id)
    const { start, end } = timeRange
    rendered = renderQuery(query, bindParameters(query, { ...fitting(query.parameters, parameters), start, end }))
  } catch (error) {
    throw new SourceFailure(failureNotices(error), [], error)
  }
  const { kql, query } = rendered
  const timespan = widened(timeRange, query.lookback)
  return scope.limit(() => askWorkspace(scope, section, { kql, timespan, rendered }))
}

/** A question of code, asked once in the life of a Result and of those that grow from it. What failed may be asked again. */
export function askOnce(scope: RunScope, section: string, question: Question): Promise<Evaluated> {
  const key = answerKey(question.kql, question.timespan)
  const kept = scope.kept(key)
  const known = kept.get(key)
  if (known) return known
  const asked = scope.limit(() => askWorkspace(scope, section, question))
  kept.set(key, asked)
  asked.catch(() => kept.delete(key))
  return asked
}

/** True where a question of code was asked before: its answer costs nothing. */
export function isAsked(scope: RunScope, { kql, timespan }: Question): boolean {
  const key = answerKey(kql, timespan)
  return scope.kept(key).has(key)
}

/** KQL to be asked, and the template it is of, where it is of one. */
interface Question {
  readonly kql: string
  readonly timespan: TimeRange
  readonly rendered?: RenderedQuery
}

/** Answers are kept beside named data: no name of data holds a space. */
function answerKey(kql: string, { start, end }: TimeRange): string {
  return `${start} ${end} ${kql}`
}

async function askWorkspace(scope: RunScope, section: string, question: Question): Promise<Evaluated> {
  stopIfCancelled(scope)
  const { kql, timespan, rendered } = question
  const { signal, onEvent } = scope.hooks
  const query = rendered?.query.id
  const asked = { ...(query !== undefined && { query }), kql, timeRange: timespan }
  // Of questions that code asks its progress tells: there may be hundreds.
  if (query !== undefined) onEvent?.({ kind: 'query-started', section, query, kql })
  const finished = (rowCount: number, durationMs: number) => {
    if (query !== undefined) onEvent?.({ kind: 'query-finished', section, query, rowCount, durationMs })
  }
  try {
    const {
      table,
      completeness,
      durationMs,
      pieces,
      more = [],
    } = await scope.workspace.run(kql, {
      timespan,
      signal,
      onProgress: (text) => onEvent?.({ kind: 'query-told', section, ...(query !== undefined && { query }), text }),
    })
    const rowCount = table.rowCount
    if (completeness.status === 'complete') for (const notice of completeness.notices) scope.common.add(notice)
    finished(rowCount, durationMs)
    return {
      table,
      queries: [{ ...asked, rowCount, durationMs, completeness: completeness.status, ...(pieces && { pieces }) }],
      notices: [...completeness.notices, ...moreResults(more.length)],
      completeness: completeness.status,
      // Checked against the entity types when the project is checked.
      entities: (rendered?.query.entities ?? {}) as Readonly<Record<string, EntityType>>,
      tables: rendered?.query.about ?? rendered?.query.tables ?? [],
    }
  } catch (error) {
    stopIfCancelled(scope)
    finished(0, 0)
    const failed: QueryRecord = { ...asked, rowCount: 0, durationMs: 0, completeness: 'failed' }
    throw new SourceFailure(failureNotices(error, rendered), [failed], error)
  }
}

/** What is said of the results of a query behind its first: a section shows one table. */
function moreResults(count: number): readonly string[] {
  if (count === 0) return []
  return [`The first of ${count + 1} results; \`huntlet query\` prints them all.`]
}
