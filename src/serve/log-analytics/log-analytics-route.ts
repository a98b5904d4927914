import { wordsOf } from '../../lib/words-of.ts'
import type { Workspace } from '../../providers/workspace.ts'
import { notPlaced, placedQuery } from '../placed-query.ts'
import { jsonHeaders, RequestRefused } from '../refusal.ts'
import type { Route, ServeContext, ServedWorkspace, ServeRequest, ServeResponse } from '../route.ts'
import { answerBody } from './answer-body.ts'
import { basicInQuery, searchRefusal } from './basic-tables.ts'
import { metadataAnswer } from './metadata.ts'
import { shortfallsOf } from './partial-error.ts'
import { queryRefusal } from './query-error.ts'
import { namedWorkspaces, queryRange, queryRequest, refuse } from './query-request.ts'
import { servedBy } from './workspace-of.ts'

/** `v1`, or the day of a version, as newer clients write it. */
const workspacePath = /^\/(?:v1|\d{4}-\d{2}-\d{2})\/workspaces\/([^/]+)(?:\/api)?\/(query|search|metadata)$/i
const resourcePath = /^(?:\/v1|\/\d{4}-\d{2}-\d{2})?(\/subscriptions\/.+?)(?:\/api)?\/(query|search|metadata)$/i

/** The query API of Log Analytics, version 1: https://learn.microsoft.com/azure/azure-monitor/logs/api/overview */
export const logAnalyticsRoute: Route = async (request, context) => {
  const found = workspacePath.exec(request.path) ?? resourcePath.exec(request.path)
  if (!found) return undefined
  const served = servedBy(context.served, found[1]!)
  if (!served) throw notServed(found[1]!)
  const kind = found[2]!.toLowerCase()
  if (kind === 'metadata') {
    const workspace = await workspaceOf(namedWorkspaces(request), context, served)
    return metadataAnswer(context, served, workspace, request.query.get('select'))
  }
  return answerQuery(request, context, served, kind === 'search')
}

async function answerQuery(
  request: ServeRequest,
  context: ServeContext,
  served: ServedWorkspace,
  isSearch: boolean,
): Promise<ServeResponse> {
  const { limits } = context
  const asked = queryRequest(request, limits)
  const placed = asked.workspaces.length > 0 ? undefined : await placedQuery(asked.kql, served, context.served)
  if (asked.workspaces.length === 0 && !placed) throw refuse('CrossWorkspaceQuery', notPlaced)
  const kql = placed?.kql ?? asked.kql
  const workspace = placed
    ? await together(placed.served, context)
    : await workspaceOf(asked.workspaces, context, served)
  if (await isBare(workspace)) return { status: 204 }
  const basic = context.basic ?? new Set()
  const refusal = isSearch
    ? await searchRefusal(kql, workspace, basic, asked.timespans.length > 0)
    : basicInQuery(kql, basic)
  if (refusal) throw new RequestRefused(refusal)
  const timespan = queryRange(asked.timespans, (await workspace.now()).at)
  try {
    const answer = await workspace.run(kql, {
      ...(timespan && { timespan }),
      ...(limits.rows !== undefined && { limit: limits.rows }),
      ...(asked.timeoutMs !== undefined && { timeoutMs: asked.timeoutMs }),
      signal: request.signal,
    })
    return {
      status: 200,
      headers: jsonHeaders,
      body: answerBody({
        tables: [{ name: answer.name ?? 'PrimaryResult', table: answer.table }, ...(answer.more ?? [])],
        shortfalls: shortfallsOf(answer),
        ...(limits.bytes !== undefined && { mostBytes: limits.bytes }),
        ...(asked.wantsRender && { render: { chart: answer.chart } }),
        ...(asked.wantsStatistics && { seconds: answer.durationMs / 1000 }),
      }),
    }
  } catch (error) {
    const refusal = queryRefusal(error, kql)
    throw refusal ? new RequestRefused(refusal) : error
  }
}

/** Of the path, and of all that the request names beside it. */
async function workspaceOf(
  names: readonly string[],
  context: ServeContext,
  served: ServedWorkspace,
): Promise<Workspace> {
  const all = new Set([served])
  for (const name of names) {
    const other = servedBy(context.served, name)
    if (!other) throw notServed(name)
    all.add(other)
  }
  return together([...all], context)
}

/** One workspace of all that several hold. */
async function together(served: readonly ServedWorkspace[], context: ServeContext): Promise<Workspace> {
  const [only, ...more] = served
  if (only && more.length === 0) return only.workspace
  if (!context.union) throw refuse('CrossWorkspaceQuery', 'This server answers from one workspace at a time.')
  try {
    return await context.union(served)
  } catch (error) {
    throw refuse('CrossWorkspaceQuery', `These workspaces cannot be asked as one: ${wordsOf(error)}`)
  }
}

/** Nothing to ask at all: the service answers without content then. */
async function isBare(workspace: Workspace): Promise<boolean> {
  if ((await workspace.tables()).length > 0) return false
  const beside = await workspace.surroundings?.()
  return !beside?.functions.length && !beside?.watchlists.length
}

function notServed(identifier: string): RequestRefused {
  return new RequestRefused(
    identifier.startsWith('/')
      ? {
          status: 404,
          code: 'ResourceNotFoundError',
          message: `The resource ${identifier.slice(0, 300)} was not found`,
        }
      : {
          status: 404,
          code: 'WorkspaceNotFoundError',
          message: `The workspace ${identifier.slice(0, 100)} could not be found`,
        },
  )
}
