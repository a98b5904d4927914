import { HuntletError } from '../lib/diagnostic.ts'
import { askOnce, isAsked, runQuery } from './ask-workspace.ts'
import type { Compute } from './definition.ts'
import { namedData } from './evaluate.ts'
import { type Evaluated, joinKnowledge } from './evaluated.ts'
import type { QueryRecord } from './result-data.ts'
import { progressOf, type RunScope } from './run-scope.ts'
import { failureNotices, SourceFailure } from './source-failure.ts'

/** What code makes of the questions it asks, with all of them beside it. Throws SourceFailure, or `CANCELLED`. */
export async function evaluateCode(scope: RunScope, compute: Compute, section: string): Promise<Evaluated> {
  // In the order in which it asked, whatever the order of the answers.
  const answers: (Evaluated | undefined)[] = []
  const used = () => answers.flatMap((answer) => answer ?? [])
  const failed: QueryRecord[] = []
  const notices: string[] = []
  let isIncomplete = false
  const notice = (text: string) => {
    notices.push(text)
    // Sections that show parts of the same data need not all say it.
    scope.common.add(text)
  }
  const use = async (evaluated: Promise<Evaluated>) => {
    const at = answers.push(undefined) - 1
    const answer = await evaluated
    answers[at] = answer
    return answer.table
  }
  const { value, ...named } = scope.values
  const parameters = Object.fromEntries(Object.entries(named).filter(([name]) => !Object.hasOwn(scope.choices, name)))
  try {
    const table = await compute({
      value: value === undefined ? '' : String(value),
      parameters,
      options: scope.request.said.options,
      choices: scope.choices,
      timeRange: scope.request.said.timeRange,
      signal: scope.hooks.signal,
      query: (id, given = {}) => use(runQuery(scope, section, id, given)),
      data: (name) => use(namedData(scope, name, section)),
      tables: () => scope.workspace.tables(),
      async ask(kql, timeRange = scope.request.said.timeRange) {
        try {
          return await use(askOnce(scope, section, { kql, timespan: timeRange }))
        } catch (error) {
          // Code may do without the answer: that it was asked for stands with the section all the same.
          if (error instanceof SourceFailure) failed.push(...error.queries)
          throw error
        }
      },
      isKept: (kql, timeRange = scope.request.said.timeRange) => isAsked(scope, { kql, timespan: timeRange }),
      notice,
      incomplete(text) {
        isIncomplete = true
        notice(text)
      },
      progress: progressOf(scope, section, 'Working'),
    })
    const joined = joinKnowledge(used())
    return {
      ...joined,
      table,
      queries: [...joined.queries, ...failed],
      notices: [...joined.notices, ...notices],
      completeness: isIncomplete ? 'partial' : joined.completeness,
    }
  } catch (error) {
    if (error instanceof HuntletError && error.code === 'CANCELLED') throw error
    const before = [...joinKnowledge(used()).queries, ...failed]
    if (error instanceof SourceFailure) {
      const queries = [...new Set([...before, ...error.queries])]
      throw new SourceFailure(error.notices, queries, error)
    }
    throw new SourceFailure(failureNotices(error), before, error)
  }
}
