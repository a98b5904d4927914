import type { Table } from '../../../lib/table.ts'
import type { ServedWorkspace } from '../../route.ts'
import { databaseOf } from '../database-of.ts'
import type { KustoRequest } from '../kusto-request.ts'
import { badRequest } from '../one-api-error.ts'
import type { RunningQueries } from '../running-queries.ts'
import { type CommandWorld, commands, unquoted } from './commands.ts'
import type { DatabaseContents } from './database-schema.ts'

/** The longest command that is looked at: what is longer is none of ours. */
const longest = 4000

/** The table that answers a management command. Throws KustoRefusal for one that is not known, or about what is not there. */
export async function answerCommand(
  asked: KustoRequest,
  served: readonly ServedWorkspace[],
  running: RunningQueries,
): Promise<Table> {
  const text = asked.csl.length > longest ? '' : commandText(asked.csl)
  const world: CommandWorld = {
    served,
    ids: asked,
    database: (name) => databaseOf(name ?? asked.database, served, asked),
    contents,
    cancel: (id) => running.cancel(id),
  }
  for (const { pattern, answer } of commands) {
    const match = pattern.exec(text)
    if (match) return answer(world, ...match.slice(1).map((name) => name && unquoted(name)))
  }
  const shown = asked.csl.length > 200 ? `${asked.csl.slice(0, 200)}…` : asked.csl
  const what = `Syntax error: SYN0002: A recognition error occurred. [line:position=1:0]. Command: '${shown}'`
  throw badRequest(
    `Request is invalid and cannot be processed: ${what}. This server answers .show commands about tables, schemas, databases and functions.`,
    asked,
  )
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
