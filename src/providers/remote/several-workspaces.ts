import { HuntletError } from '../../lib/diagnostic.ts'
import type { Table } from '../../lib/table.ts'
import { cancelled } from '../local/thread.ts'
import { rangeOf } from '../time-range.ts'
import type {
  QueryOptions,
  QueryTable,
  TimeRange,
  Workspace,
  WorkspaceNotice,
  WorkspaceSurroundings,
} from '../workspace.ts'
import { noneAnswered, saidOf } from './none-answered.ts'
import { type OwnAnswer, uniteAnswers } from './unite-answers.ts'
import { uniteSurroundings, uniteTables } from './unite-tables.ts'

export interface NamedWorkspace {
  readonly name: string
  readonly workspace: Workspace
}

/**
 * Workspaces that are asked side by side, as one. A column `Workspace` says which a row is from; one that does not answer leaves the rows
 * of the others, and a notice. Throws BAD_WORKSPACE where there is none, or two of one name.
 */
export function severalWorkspaces(named: readonly NamedWorkspace[]): Workspace {
  const names = named.map(({ name }) => name)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (named.length === 0) throw new HuntletError('BAD_WORKSPACE', 'No workspace is named.')
  if (twice !== undefined) throw new HuntletError('BAD_WORKSPACE', `The workspace \`${twice}\` is named twice.`)
  return new SeveralWorkspaces(named)
}

class SeveralWorkspaces implements Workspace {
  readonly name: string
  readonly kind = 'several'
  readonly #named: readonly NamedWorkspace[]

  constructor(named: readonly NamedWorkspace[]) {
    this.#named = named
    this.name = named.map(({ name }) => name).join(', ')
  }

  /** The latest of all. */
  async now(): Promise<Awaited<ReturnType<Workspace['now']>>> {
    const all = await Promise.all(this.#named.map(({ workspace }) => workspace.now()))
    return all.reduce((latest, each) => (each.at > latest.at ? each : latest))
  }

  async tables() {
    return uniteTables(await Promise.all(this.#named.map(({ workspace }) => workspace.tables())))
  }

  async notices(): Promise<readonly WorkspaceNotice[]> {
    const all = this.#named.map(async ({ name, workspace }) =>
      (await workspace.notices()).map((each) => ({ ...each, message: `${name}: ${each.message}` })),
    )
    return (await Promise.all(all)).flat()
  }

  async surroundings(): Promise<WorkspaceSurroundings> {
    const all = this.#named.flatMap(({ workspace }) => (workspace.surroundings ? [workspace.surroundings()] : []))
    return uniteSurroundings(await Promise.all(all))
  }

  async query(kql: string, options: QueryOptions & { timespan?: TimeRange | string } = {}): Promise<Table> {
    const { timespan, ...rest } = options
    const range = typeof timespan === 'string' ? rangeOf(timespan, (await this.now()).at) : timespan
    return (await this.run(kql, { ...rest, ...(range && { timespan: range }) })).table
  }

  async run(kql: string, options: QueryOptions = {}): Promise<QueryTable> {
    const ask = async ({ name, workspace }: NamedWorkspace): Promise<OwnAnswer> => {
      const { onProgress } = options
      try {
        const answer = await workspace.run(kql, {
          ...options,
          ...(onProgress && { onProgress: (text: string) => onProgress(`${name}: ${text}`) }),
        })
        return { workspace: name, answer }
      } catch (error) {
        return { workspace: name, failure: saidOf({ workspace: name, error }), error }
      }
    }
    const all = await Promise.all(this.#named.map(ask))
    if (options.signal?.aborted) throw cancelled(options.signal)
    if (!all.some((each) => 'answer' in each))
      throw noneAnswered(all.flatMap((each) => ('error' in each ? [each] : [])))
    return uniteAnswers(all, options.limit)
  }

  async close(): Promise<void> {
    await Promise.all(this.#named.map(({ workspace }) => workspace.close()))
  }
}
