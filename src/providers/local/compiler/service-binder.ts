import { type SentQuery, type SentSchemas, sentQuery } from '../../../kql/sent/sent-query.ts'
import type { TimedTable } from '../../../kql/sent/table-edits.ts'
import type { QuerySettings } from '../../../kql/tree.ts'
import { type Splitting, splittingOf } from '../../remote/splitting.ts'
import type { WireSchema } from '../../remote/wire.ts'
import { knownSchemas } from '../../schemas/known-schemas.ts'
import { kqlError } from './kql-error.ts'

/** What can be named in the queries that a service answers. */
export type ServiceNames = Omit<WireSchema, 'tables'> & { readonly tables: readonly TimedTable[] }

/** A query as a service is to be asked. */
export interface ServiceQuery extends Omit<SentQuery, 'bound'> {
  readonly splitting: Splitting
  readonly settings?: QuerySettings
  readonly notices: readonly string[]
}

/** Queries are asked again with other ranges of time. */
const keptQueries = 500

/** Binds what a service is to answer, against what it has. */
export class ServiceBinder {
  readonly #schemas: SentSchemas
  readonly #kept = new Map<string, ServiceQuery>()

  constructor({ tables, functions, watchlists, names, isPartial = false }: ServiceNames) {
    const known = knownSchemas()
    const timed = new Map(tables.map((table) => [table.name, withTime(table)]))
    // Where it can't be asked what it has, it is taken to have what such workspaces have.
    for (const name of isPartial ? known.names() : []) {
      if (!timed.has(name)) timed.set(name, withTime(known.find(name)!))
    }
    this.#schemas = {
      tables: [...timed.values()],
      timed: (name) => timed.get(name),
      known: { get: known.find, keys: known.names },
      names,
      isPartial,
      functions: watchlists.length > 0 ? functions.filter((each) => each.name !== '_GetWatchlist') : functions,
      ...(watchlists.length > 0 && { watchlists }),
    }
  }

  /** Throws KqlError for a query that is wrong; what a service may know and huntlet does not is none. */
  bind({
    kql,
    parameters = {},
  }: {
    readonly kql: string
    readonly parameters?: Readonly<Record<string, string>>
  }): ServiceQuery {
    const key = JSON.stringify([parameters, kql])
    const known = this.#kept.get(key)
    if (known) return known
    const { query, diagnostics } = sentQuery(kql, this.#schemas, new Map(Object.entries(parameters)))
    if (!query) throw kqlError(diagnostics, kql)
    const { bound, ...sent } = query
    const timeOf = (name: string) => this.#schemas.timed(name)?.time
    const result: ServiceQuery = {
      ...sent,
      splitting: splitting(),
      ...(bound?.settings && { settings: bound.settings }),
      notices: diagnostics.map((each) => each.message),
    }
    if (this.#kept.size >= keptQueries) this.#kept.delete(this.#kept.keys().next().value!)
    this.#kept.set(key, result)
    return result

    function splitting(): Splitting {
      const [first] = sent.wide
      if (first !== undefined)
        return { kind: 'whole', because: `${first} reads tables that cannot be narrowed in its text` }
      if (sent.functionsOfNow.length > 0) return { kind: 'whole', because: 'a stored function asks what time it is' }
      return bound
        ? splittingOf(bound, timeOf)
        : { kind: 'whole', because: 'huntlet does not know all of its operators' }
    }
  }
}

/** A table of Log Analytics has the time of its records in one column. */
export function withTime<Table extends TimedTable>(table: Table): Table {
  if (table.time !== undefined) return table
  const hasTime = table.columns.some(({ name, type }) => name === 'TimeGenerated' && type === 'datetime')
  return hasTime ? { ...table, time: 'TimeGenerated' } : table
}
