import type { Workspace } from '../../providers/workspace.ts'
import type { Refusal } from '../refusal.ts'
import { tablesNamed, withoutTexts } from './kql-words.ts'
import { badArgument } from './query-error.ts'

/** What the plan lets nobody ask: https://learn.microsoft.com/azure/azure-monitor/logs/basic-logs-query */
const notInSearch = ['join', 'find', 'search', 'externaldata'] as const

/** Analytics tables that a query on a Basic table may look up in. */
const mostOthers = 5

/** Why a query at `/query` is refused: it names a table of the Basic plan. */
export function basicInQuery(kql: string, basic: ReadonlySet<string>): Refusal | undefined {
  const [table] = tablesNamed(kql, basic)
  if (table === undefined) return undefined
  return badArgument({
    code: 'UnsupportedTablePlan',
    message: `The table '${table}' is on the Basic plan: it is queried at /search, with a timespan.`,
  })
}

/** Why a query at `/search` is refused; undefined where the plan allows it. */
export async function searchRefusal(
  kql: string,
  workspace: Workspace,
  basic: ReadonlySet<string>,
  hasTimespan: boolean,
): Promise<Refusal | undefined> {
  const refuse = (message: string) => badArgument({ code: 'UnsupportedSearchQuery', message })
  if (!hasTimespan) return refuse('A search needs a `timespan`, in the address or in the body.')
  const names = tablesNamed(kql, basic)
  if (names.length === 0)
    return refuse('A search begins with a table of the Basic plan, and there is none in the query.')
  if (names.length > 1) return refuse(`A search is over one table of the Basic plan, and here are ${names.join(', ')}.`)
  const words = withoutTexts(kql)
  const forbidden = notInSearch.find((word) => new RegExp(`(?:^|[|;({])\\s*${word}\\b`, 'm').test(words))
  if (forbidden) return refuse(`The operator '${forbidden}' is not supported for tables of the Basic plan.`)
  const { functions = [] } = (await workspace.surroundings?.()) ?? {}
  const called = tablesNamed(
    kql,
    functions.map((each) => each.name),
  )[0]
  if (called !== undefined)
    return refuse(`The function '${called}': functions are not supported for tables of the Basic plan.`)
  const others = tablesNamed(
    kql,
    (await workspace.tables()).map((table) => table.name).filter((name) => !basic.has(name)),
  )
  return others.length > mostOthers
    ? refuse(`A search can use ${mostOthers} tables of the Analytics plan at most, and here are ${others.length}.`)
    : undefined
}
