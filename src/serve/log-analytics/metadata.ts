import type { ColumnType } from '../../lib/kql-type.ts'
import type { Workspace } from '../../providers/workspace.ts'
import { jsonHeaders } from '../refusal.ts'
import type { ServeContext, ServedWorkspace, ServeResponse } from '../route.ts'
import { refuse } from './query-request.ts'

/**
 * What can be named in a query: tables with columns, stored functions and, beside what the service tells, watchlists. `select`: the lists
 * that are wanted, by name with commas between them; all where it is absent. Throws RequestRefused for a list that is none.
 */
export async function metadataAnswer(
  { basic }: ServeContext,
  { id, name }: ServedWorkspace,
  workspace: Workspace,
  select: string | null,
): Promise<ServeResponse> {
  const tables = (await workspace.tables()).map((table) => {
    const plan = basic?.has(table.name) ? 'Basic' : 'Analytics'
    const hasTime = table.columns.some((column) => column.name === 'TimeGenerated' && column.type === 'datetime')
    return {
      id: `t/${table.name}`,
      name: table.name,
      ...(hasTime && { timespanColumn: 'TimeGenerated' }),
      properties: { plan },
      columns: table.columns.map((column) => ({ name: column.name, type: column.type })),
    }
  })
  const { functions, watchlists } = (await workspace.surroundings?.()) ?? { functions: [], watchlists: [] }
  const usable = functions.flatMap(({ name, parameters, body }) =>
    body === undefined ? [] : [{ id: `f/${name}`, name, displayName: name, parameters, body }],
  )
  const lists = await Promise.all(
    watchlists.map(async ({ alias, searchKey }) => ({ alias, searchKey, columns: await columnsOf(alias, workspace) })),
  )
  const ids = { tables: tables.map((table) => table.id), functions: usable.map((each) => each.id) }
  const self = { id, name, resourceId: resourceIdOf(name), region: 'local', related: ids }
  const all = {
    tables,
    functions: usable,
    watchlists: lists,
    categories: [],
    resourceTypes: [],
    solutions: [],
    queries: [],
    applications: [],
    workspaces: [self],
    permissions: [{ workspaces: [{ resourceId: self.resourceId }] }],
  }
  return { status: 200, headers: jsonHeaders, body: members(selected(all, select)) }
}

function selected<Lists extends Readonly<Record<string, readonly unknown[]>>>(
  all: Lists,
  select: string | null,
): Readonly<Record<string, readonly unknown[]>> {
  const wanted = (select ?? '')
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '')
  const names = Object.keys(all)
  const unknown = wanted.find((each) => !names.some((name) => name.toLowerCase() === each))
  if (unknown !== undefined) {
    throw refuse('InvalidSelect', `There is no list \`${unknown.slice(0, 100)}\`: there are ${names.join(', ')}.`)
  }
  if (wanted.length === 0) return all
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name.toLowerCase())))
}

/** As `_GetWatchlist` gives them, which are more than the list's own. */
async function columnsOf(alias: string, workspace: Workspace): Promise<readonly ColumnType[]> {
  return (await workspace.run(`_GetWatchlist(${JSON.stringify(alias)}) | take 0`)).table.columns
}

/** A resource of no subscription, as what is served is none of Azure. Queries may be sent to it. */
export function resourceIdOf(name: string): string {
  return `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.OperationalInsights/workspaces/${encodeURIComponent(name)}`
}

/** An object of lists, an element at a time: there may be hundreds of tables with hundreds of columns. */
function* members(lists: Readonly<Record<string, readonly unknown[]>>): Generator<string> {
  for (const [at, [name, elements]] of Object.entries(lists).entries()) {
    yield `${at > 0 ? ',' : '{'}${JSON.stringify(name)}:[`
    for (const [index, element] of elements.entries()) yield `${index > 0 ? ',' : ''}${JSON.stringify(element)}`
    yield ']'
  }
  yield '}'
}
