import { type CompileResult, compileQuery } from '../../../compile/compile-query.ts'
import type { CompiledQuery } from '../../../compile/row.ts'
import { bindKql } from '../../../kql/bind-kql.ts'
import { withChanges } from '../../../kql/sent/changes.ts'
import { type Edit, writeEdits } from '../../../kql/sent/edits.ts'
import { type SentQuery, type SentSchemas, sentQuery } from '../../../kql/sent/sent-query.ts'
import type { TimedTable } from '../../../kql/sent/table-edits.ts'
import type { QuerySettings } from '../../../kql/tree.ts'
import { HuntletError } from '../../../lib/diagnostic.ts'
import type { ColumnType } from '../../../lib/kql-type.ts'
import { areSameColumns } from '../../remote/append-tables.ts'
import { partsTable, type RestOfQuery, restOfQuery, type Written } from '../../remote/rest-of-query.ts'
import { type Splitting, splittingOf } from '../../remote/splitting.ts'
import type { WireSchema } from '../../remote/wire.ts'
import { knownSchemas } from '../../schemas/known-schemas.ts'
import { partsTableOf } from '../engine/parts-table.ts'
import { kqlError } from './kql-error.ts'

/** What can be named in the queries that a service answers. */
export type ServiceNames = Omit<WireSchema, 'tables'> & { readonly tables: readonly TimedTable[] }

/** A query as a service is to be asked. */
export interface ServiceQuery extends Omit<SentQuery, 'bound' | keyof Written> {
  readonly splitting: Splitting
  readonly settings?: QuerySettings
  readonly notices: readonly string[]
}

interface Kept {
  readonly query: ServiceQuery
  /** What is done with the answers about the parts of a range, where the query is cut in two. */
  readonly rest?: Rest
}

type Rest = Pick<RestOfQuery, 'query' | 'types'>

interface BindRequest {
  readonly kql: string
  readonly parameters?: Readonly<Record<string, string>>
}

interface RestRequest {
  /** Of the parts. */
  readonly columns: readonly ColumnType[]
  readonly now: bigint
  readonly limit: number
}

/** Queries are asked again with other ranges of time. */
const keptQueries = 500

/** Binds what a service is to answer, against what it has. */
export class ServiceBinder {
  readonly #schemas: SentSchemas
  readonly #kept = new Map<string, Kept>()

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
  bind(asked: BindRequest): ServiceQuery {
    return this.#bind(asked).query
  }

  /**
   * The rest of a query that is cut in two, for our engine: over `partsTableOf` these columns, of its parts. Throws BAD_ANSWER where the
   * service has come to have others since the parts were asked for.
   */
  compileRest(asked: BindRequest, { columns, now, limit }: RestRequest): CompiledQuery {
    const { query, rest } = this.#bind(asked)
    const { splitting } = query
    if (!rest || splitting.kind !== 'in-two' || !areSameColumns(splitting.columns, columns)) {
      throw new HuntletError('BAD_ANSWER', 'The columns of the service’s tables have changed while it was asked.', {
        hint: 'Ask again.',
      })
    }
    const { compiled, diagnostics } = compiledRest(rest, now, limit)
    if (!compiled) throw kqlError(diagnostics, asked.kql)
    return compiled
  }

  #bind({ kql, parameters = {} }: BindRequest): Kept {
    const key = JSON.stringify([parameters, kql])
    const known = this.#kept.get(key)
    if (known) return known
    const { query, diagnostics } = sentQuery(kql, this.#schemas, new Map(Object.entries(parameters)))
    if (!query) throw kqlError(diagnostics, kql)
    const { bound, result: _result, letOf: _let, argumentsOf: _arguments, ...sent } = query
    const { splitting, rest } = this.#splitting(query)
    const result: Kept = {
      query: {
        ...sent,
        splitting,
        ...(bound?.settings && { settings: bound.settings }),
        notices: diagnostics.map((each) => each.message),
      },
      ...(rest && { rest }),
    }
    if (this.#kept.size >= keptQueries) this.#kept.delete(this.#kept.keys().next().value!)
    this.#kept.set(key, result)
    return result
  }

  #splitting(query: SentQuery): { readonly splitting: Splitting; readonly rest?: Rest } {
    const whole = (because: string) => ({ splitting: { kind: 'whole', because } as const })
    const [first] = query.wide
    if (first !== undefined) return whole(`${first} reads tables that cannot be narrowed in its text`)
    if (query.functionsOfNow.length > 0) return whole('a stored function asks what time it is')
    const { bound } = query
    if (!bound) return whole('huntlet does not know all of its operators')
    const timeOf = (name: string) => this.#schemas.timed(name)?.time
    const splitting = splittingOf(bound, timeOf)
    if (splitting.kind !== 'whole' || bound.more) return { splitting }
    // Cut at a limit of the text's own, what is gathered of a part would not be all of it.
    const { keptRows, keptBytes, mostRows } = bound.settings ?? {}
    if ((keptRows ?? keptBytes ?? mostRows) !== undefined) return whole('it sets a limit of its own')
    const rest = restOfQuery(bound, timeOf, query)
    if ('because' in rest) return whole(rest.because)
    const edits = withChanges(query.text, query.edits, rest.changes)
    const columns = this.#asked(query.text, edits, rest)
    if (!columns) return whole('its beginning cannot be asked by itself')
    const { compiled, diagnostics } = compiledRest(rest, 0n, 1)
    if (!compiled) return whole(`what comes after its groups is not done here: ${diagnostics[0]?.message}`)
    const odd = compiled.notices.find((each) => !bound.missing.some((name) => each.startsWith(`no ${name} in`)))
    if (odd !== undefined) return whole(`what comes after its groups would differ: ${odd}`)
    const exact = rest.exact.map((name) => `\`${name}\` is counted to the last one, where the service estimates`)
    return {
      splitting: { kind: 'in-two', edits, columns, notices: exact },
      rest: { query: rest.query, types: rest.types },
    }
  }

  /** The columns of a part. Its text is bound as if it were the user's: it asks for what the rest is to read, or nothing is split. */
  #asked(text: string, edits: readonly Edit[], rest: RestOfQuery): readonly ColumnType[] | undefined {
    const instant = 'datetime(2000-01-01)'
    const { kql } = writeEdits(text, edits, { start: instant, end: instant, now: instant })
    const { query } = bindKql(kql, this.#schemas)
    if (!query || query.more || !rest.isAsked(query.table)) return undefined
    return query.table.columns.map(({ name, type }) => ({ name, type }))
  }
}

/** `types`: of the columns of the parts. */
function compiledRest({ query, types }: Rest, now: bigint, limit: number): CompileResult {
  const parts = partsTableOf(types)
  return compileQuery(query, { tables: (name) => (name === partsTable ? parts : undefined), now, limit })
}

/** A table of Log Analytics has the time of its records in one column. */
export function withTime<Table extends TimedTable>(table: Table): Table {
  if (table.time !== undefined) return table
  const hasTime = table.columns.some(({ name, type }) => name === 'TimeGenerated' && type === 'datetime')
  return hasTime ? { ...table, time: 'TimeGenerated' } : table
}
