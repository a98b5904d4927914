import { HuntletError } from '../../lib/diagnostic.ts'
import { wordsOf } from '../../lib/words-of.ts'
import { notPlaced, placedQuery } from '../placed-query.ts'
import type { Route, ServeContext, ServedWorkspace, ServeRequest, ServeResponse } from '../route.ts'
import { commandBodyV1, queryBodyV1 } from './answer-v1.ts'
import { queryBodyV2 } from './answer-v2.ts'
import { authMetadata } from './auth-metadata.ts'
import { answerCommand } from './commands/answer-command.ts'
import { databaseOf } from './database-of.ts'
import { kustoAnswer } from './kusto-answer.ts'
import { kustoHeaders } from './kusto-headers.ts'
import { isOn, type KustoRequest, kustoRequest, setStatements, timeoutOf } from './kusto-request.ts'
import { badRequest, KustoRefusal, queryRefusal, refusal } from './one-api-error.ts'
import { RunningQueries } from './running-queries.ts'

/** Queries under way of each server, by what it serves: `.cancel query` finds them. */
const running = new WeakMap<readonly ServedWorkspace[], RunningQueries>()

/**
 * The REST interface of Kusto: queries of version 1 and 2, the management commands that clients ask beside them, and where one
 * would log in. Errors are in OneApi's form.
 */
export const kustoRoute: Route = async (request, context) => {
  const [, path] = /^\/(v[12]\/rest\/(?:query|mgmt|auth\/metadata))\/?$/.exec(request.path) ?? []
  try {
    switch (path) {
      case 'v1/rest/auth/metadata':
        return authMetadata()
      case 'v1/rest/mgmt':
        return await command(request, context)
      case 'v1/rest/query':
      case 'v2/rest/query':
        return await query(request, context, path === 'v2/rest/query' ? 'v2' : 'v1')
      default:
        return undefined
    }
  } catch (error) {
    if (error instanceof KustoRefusal) return refusal(error)
    throw error
  }
}

async function query(request: ServeRequest, context: ServeContext, version: 'v1' | 'v2'): Promise<ServeResponse> {
  const asked = kustoRequest(request)
  const own = databaseOf(asked.database, context.served, asked)
  const { workspace, kql } = await placed(asked, own, context)
  const found = await run({ ...asked, csl: kql }, request, context, workspace)
  const answer = kustoAnswer(found, asked, context.limits)
  const { options } = asked
  const isProgressive = isOn(options.results_progressive_enabled) || isOn(options.results_v2_fragment_primary_tables)
  return {
    status: 200,
    headers: kustoHeaders(asked),
    body: version === 'v1' ? queryBodyV1(answer) : queryBodyV2(answer, isProgressive),
  }
}

/** Where it goes, by what it names: `database("other").T` is a table of another that is served. Throws KustoRefusal. */
async function placed(
  asked: KustoRequest,
  own: ServedWorkspace,
  { served, union }: ServeContext,
): Promise<{ readonly workspace: ServedWorkspace['workspace']; readonly kql: string }> {
  const found = await placedQuery(asked.csl, own, served)
  if (!found) throw badRequest(notPlaced, asked)
  const { served: asking, kql } = found
  if (asking.length === 1) return { workspace: asking[0]!.workspace, kql }
  if (!union) throw badRequest('This server answers from one database at a time.', asked)
  try {
    return { workspace: await union(asking), kql }
  } catch (error) {
    throw badRequest(`These databases cannot be asked as one: ${wordsOf(error)}`, asked)
  }
}

async function run(
  asked: KustoRequest,
  request: ServeRequest,
  { limits, served }: ServeContext,
  workspace: ServedWorkspace['workspace'],
) {
  const set = setStatements({
    ...(limits.bytes !== undefined && { truncationmaxsize: limits.bytes }),
    ...asked.options,
  })
  const wanted = timeoutOf(asked) ?? limits.defaultTimeoutMs
  const timeoutMs = Math.min(wanted ?? Number.POSITIVE_INFINITY, limits.timeoutMs ?? Number.POSITIVE_INFINITY)
  const cancelled = new AbortController()
  const done = runningOf(served).add(asked.clientRequestId, cancelled)
  try {
    return await workspace.run(set + asked.csl, {
      signal: AbortSignal.any([request.signal, cancelled.signal]),
      parameters: asked.parameters,
      ...(Number.isFinite(timeoutMs) && { timeoutMs }),
      ...(limits.rows !== undefined && { limit: limits.rows }),
    })
  } catch (error) {
    const why = cancelled.signal.aborted ? new HuntletError('CANCELLED', 'The query was cancelled.') : error
    throw queryRefusal(why, asked.csl, set.length, asked)
  } finally {
    done()
  }
}

async function command(request: ServeRequest, context: ServeContext): Promise<ServeResponse> {
  const asked = kustoRequest(request)
  const table = await answerCommand(asked, context, runningOf(context.served), request.signal)
  return { status: 200, headers: kustoHeaders(asked), body: commandBodyV1(table) }
}

function runningOf(served: readonly ServedWorkspace[]): RunningQueries {
  let found = running.get(served)
  if (!found) {
    found = new RunningQueries()
    running.set(served, found)
  }
  return found
}
