import type { Table } from '../../../lib/table.ts'
import type { Workspace } from '../../../providers/workspace.ts'
import type { ServeContext, ServedWorkspace } from '../../route.ts'
import { databaseOf } from '../database-of.ts'
import type { KustoRequest } from '../kusto-request.ts'
import { badRequest, queryRefusal } from '../one-api-error.ts'
import type { RunningQueries } from '../running-queries.ts'
import type { CommandWorld } from './command-answers.ts'
import { commands } from './commands.ts'
import type { DatabaseContents } from './database-schema.ts'
import { unquoted } from './names-of-command.ts'
import { datatableText, pipedCommand } from './piped-command.ts'

/** The longest command that is looked at: what is longer is none of ours. */
const longest = 4000

/** Cells of a table that is written into a query. */
const mostPipedCells = 50_000

/** The table that answers a management command. Throws KustoRefusal for one that is not known, or about what is not there. */
export async function answerCommand(
  asked: KustoRequest,
  { served, origin }: Pick<ServeContext, 'served' | 'origin'>,
  running: RunningQueries,
  signal: AbortSignal,
): Promise<Table> {
  const text = asked.csl.length > longest ? '' : commandText(asked.csl)
  const { command, operators } = pipedCommand(text)
  const world: CommandWorld = {
    served,
    ids: asked,
    origin,
    database: (name) => databaseOf(name ?? asked.database, served, asked),
    contents,
    cancel: (id) => running.cancel(id),
  }
  for (const { pattern, answer } of commands) {
    const match = pattern.exec(command)
    if (!match) continue
    const table = await answer(world, ...match.slice(1).map((name) => name && unquoted(name)))
    return operators === '' ? table : piped(table, operators, world.database().workspace, asked, signal)
  }
  throw badRequest(refusalOf(command, asked.csl), asked)
}

/** Why a command is not answered: it is none, it would change something, or it asks what this server does not know. */
function refusalOf(command: string, csl: string): string {
  const verb = /^\.([a-z][\w-]*)/i.exec(command)?.[1]?.toLowerCase()
  const shown = csl.length > 200 ? `${csl.slice(0, 200)}…` : csl
  if (verb === undefined) {
    const what = `Syntax error: SYN0002: A recognition error occurred. [line:position=1:0]. Command: '${shown}'`
    return `Request is invalid and cannot be processed: ${what}. A command begins with a dot; queries go to /v1/rest/query and /v2/rest/query.`
  }
  if (verb !== 'show') return `This server is for reading alone: it carries out no .${verb}. Command: '${shown}'`
  return `This server has no answer to this command: '${shown}'. It answers .show version, cluster, databases, database, schema (as json, as csl script), entities, tables, table, functions, function, external tables, materialized-views, principals, and .cancel query.`
}

/** What the operators behind a command make of its table. */
async function piped(
  table: Table,
  operators: string,
  workspace: Workspace,
  asked: KustoRequest,
  signal: AbortSignal,
): Promise<Table> {
  if (table.rowCount * table.columns.length > mostPipedCells) {
    throw badRequest(`The table of the command has too many cells (${mostPipedCells}) to go through operators.`, asked)
  }
  try {
    return await workspace.query(`${datatableText(table)}\n${operators}`, { signal })
  } catch (error) {
    throw queryRefusal(error, asked.csl, 0, asked)
  }
}

/** Without comments before it and what ends it. */
function commandText(csl: string): string {
  return csl
    .replace(/^(?:\s*\/\/[^\n]*\n)*/, '')
    .replace(/[\s;]+$/, '')
    .trim()
}

async function contents({ name, workspace }: ServedWorkspace): Promise<DatabaseContents> {
  const { functions = [], watchlists = [] } = (await workspace.surroundings?.()) ?? {}
  return {
    name,
    tables: await workspace.tables(),
    watchlists: watchlists.map(({ alias }) => alias),
    functions: functions.flatMap((each) => (each.body === undefined ? [] : [{ ...each, body: each.body }])),
  }
}
