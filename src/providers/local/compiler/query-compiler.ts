import type { PhysicalTable } from '../../../compile/compilation.ts'
import { compileQuery } from '../../../compile/compile-query.ts'
import type { CompiledQuery } from '../../../compile/row.ts'
import { bindKql, type Schemas } from '../../../kql/bind-kql.ts'
import { watchlistTable } from '../../../kql/tabular.ts'
import type { BoundQuery, ExternalData } from '../../../kql/tree.ts'
import { HuntletError } from '../../../lib/diagnostic.ts'
import type { ColumnType } from '../../../lib/kql-type.ts'
import { knownSchemas } from '../../schemas/known-schemas.ts'
import type { Answered } from '../answer.ts'
import { type BesideTable, besideCatalog } from '../beside/beside-table.ts'
import { type CompilerReply, type CompilerRequest, mostNames } from '../protocol.ts'
import { resultLimits } from '../result-limits.ts'
import { kqlError } from './kql-error.ts'
import { ServiceBinder } from './service-binder.ts'

type Compiled = Extract<CompilerReply, { kind: 'compiled' }>
type Asking = Extract<CompilerReply, { kind: 'asking' }>

/** Queries are asked again when a section is drawn anew; a compiled one is a few kilobytes. */
const keptQueries = 500

interface Prepared {
  readonly schemas: Schemas
  readonly physical: ReadonlyMap<string, PhysicalTable>
  readonly now: bigint
  readonly kept: Map<string, Omit<Compiled, 'id'>>
}

/** KQL to SQL for one workspace, or to what its service is asked, wherever it runs: in a thread, or in a process of its own. */
export class QueryCompiler {
  #prepared: Prepared | undefined
  #service: ServiceBinder | undefined

  /** Throws KqlError for a query that is wrong or refused. */
  answer(request: Exclude<CompilerRequest, { kind: 'cancel' }>): Answered<CompilerReply> {
    switch (request.kind) {
      case 'prepare':
        if (request.service) this.#service = new ServiceBinder(request.service)
        else this.#prepared = prepare(request)
        return { reply: { kind: 'prepared' } }
      case 'bind':
        if (!this.#service) throw notOpen()
        return { reply: { kind: 'bound', bound: this.#service.bind(request) } }
      case 'compile-rest': {
        if (!this.#service) throw notOpen()
        const compiled = this.#service.compileRest(request, request)
        return { reply: { kind: 'compiled', compiled, diagnostics: [] } }
      }
      case 'compile':
        if (!this.#prepared) throw notOpen()
        return { reply: compile(request, this.#prepared) }
    }
  }
}

function notOpen(): HuntletError {
  return new HuntletError('WORKSPACE_CLOSED', 'The workspace is not open yet.')
}

function prepare({
  tables,
  now,
  surroundings = { watchlists: [], functions: [] },
  names = [],
}: Extract<CompilerRequest, { kind: 'prepare' }>): Prepared {
  const { watchlists, functions } = surroundings
  const schemas = knownSchemas()
  const physical = tables.map(({ name, sqlName, columns }): [string, PhysicalTable] => [
    name,
    {
      name: sqlName,
      columns: new Map(
        columns.flatMap((column) => (column.sqlName === undefined ? [] : [[column.name, column.sqlName]])),
      ),
      rowOrder: 'rowid',
    },
  ])
  const lists = watchlists.map(({ alias, table }) => [watchlistTable(alias), besideTable(table)] as const)
  return {
    schemas: {
      tables,
      known: { get: schemas.find, keys: schemas.names },
      names,
      ...(functions.length > 0 && { functions }),
      ...(watchlists.length > 0 && {
        watchlists: watchlists.map(({ alias, columns, file }) => ({ alias, columns, isImplied: file === '' })),
      }),
    },
    physical: new Map([...physical, ...lists]),
    now,
    kept: new Map(),
  }
}

function besideTable({ name, columns, rowOrder }: BesideTable): PhysicalTable {
  return { name, catalog: besideCatalog, columns: new Map(columns), rowOrder }
}

function compile(
  {
    kql,
    timespan,
    limit,
    isLimitGiven,
    parameters,
    files = [],
    answers,
  }: Extract<CompilerRequest, { kind: 'compile' }>,
  { schemas, physical, now, kept }: Prepared,
): Omit<Compiled, 'id'> | Omit<Asking, 'id'> {
  const key = JSON.stringify([`${timespan?.start}/${timespan?.end}`, limit, isLimitGiven, parameters ?? {}, kql])
  const known = kept.get(key)
  if (known) return known
  const wanted = new Map<string, NonNullable<Asking['files']>[number]>()
  const external = (key: string, { files: paths, format, ignoreFirstRecord, columns, types, span }: ExternalData) => {
    const read = files.find((each) => each.key === key)
    if (read) return besideTable(read.table)
    const asked = columns.map(({ name }, index) => ({ name, type: types[index]! }))
    wanted.set(key, { key, request: { files: paths, format, ignoreFirstRecord, columns: asked }, span })
    return undefined
  }
  const compileBound = (query: BoundQuery, limit: number) =>
    compileQuery(query, { tables: (name) => physical.get(name), external, now, limit, ...(timespan && { timespan }) })
  const given = parameters && new Map(Object.entries(parameters))
  const bind = () => bindKql(kql, schemas, { discovered, ...(given && { parameters: given }) })

  const discovered = new Map<string, readonly ColumnType[]>()
  let bound = bind()
  while (bound.discoveries) {
    const questions: { place: string; compiled: CompiledQuery }[] = []
    for (const { place, query, columnsOf } of bound.discoveries) {
      const answer = answers.find((each) => each.place === place)
      if (answer) discovered.set(place, columnsOf(answer.rows))
      else {
        const { compiled, diagnostics } = compileBound(query, mostNames)
        if (!compiled && wanted.size > 0) return { kind: 'asking', questions: [], files: [...wanted.values()] }
        if (!compiled) throw kqlError(diagnostics, kql)
        questions.push({ place, compiled })
      }
    }
    if (questions.length > 0) return { kind: 'asking', questions }
    bound = bind()
  }
  if (!bound.query) throw kqlError(bound.diagnostics, kql)
  const limits = resultLimits(limit, isLimitGiven === true, bound.query.settings)
  const { compiled, diagnostics } = compileBound(bound.query, limits.rows)
  if (!compiled && wanted.size > 0) return { kind: 'asking', questions: [], files: [...wanted.values()] }
  if (!compiled) throw kqlError([...bound.diagnostics, ...diagnostics], kql)
  const reply: Omit<Compiled, 'id'> = {
    kind: 'compiled',
    compiled: {
      ...compiled,
      ...(limits.rows !== limit && { limit: limits.rows }),
      ...(limits.bytes !== undefined && { mostBytes: limits.bytes }),
    },
    diagnostics: [...bound.diagnostics, ...diagnostics],
  }
  // A file may change until the query is asked again.
  if (files.length > 0) return reply
  if (kept.size >= keptQueries) kept.delete(kept.keys().next().value!)
  kept.set(key, reply)
  return reply
}
