import type { PhysicalTable } from '../../../compile/compilation.ts'
import { compileQuery } from '../../../compile/compile-query.ts'
import type { CompiledQuery } from '../../../compile/row.ts'
import { bindKql, type Schemas } from '../../../kql/bind-kql.ts'
import { isUnsupported } from '../../../kql/messages.ts'
import type { BoundQuery } from '../../../kql/tree.ts'
import { type Diagnostic, HuntletError, KqlError } from '../../../lib/diagnostic.ts'
import type { ColumnType } from '../../../lib/kql-type.ts'
import { knownSchemas } from '../../schemas/known-schemas.ts'
import type { Answered } from '../answer.ts'
import { type CompilerReply, type CompilerRequest, mostNames } from '../protocol.ts'

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

/** KQL to SQL for one workspace, wherever it runs: in a thread, or in a process of its own. */
export class QueryCompiler {
  #prepared: Prepared | undefined

  /** Throws KqlError for a query that is wrong or refused. */
  answer(request: Exclude<CompilerRequest, { kind: 'cancel' }>): Answered<CompilerReply> {
    switch (request.kind) {
      case 'prepare':
        this.#prepared = prepare(request)
        return { reply: { kind: 'prepared' } }
      case 'compile':
        if (!this.#prepared) throw new HuntletError('WORKSPACE_CLOSED', 'The workspace is not open yet.')
        return { reply: compile(request, this.#prepared) }
    }
  }
}

function prepare({ tables, now }: Extract<CompilerRequest, { kind: 'prepare' }>): Prepared {
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
  return {
    schemas: { tables, known: { get: schemas.find, keys: schemas.names } },
    physical: new Map(physical),
    now,
    kept: new Map(),
  }
}

function compile(
  { kql, timespan, limit, answers }: Extract<CompilerRequest, { kind: 'compile' }>,
  { schemas, physical, now, kept }: Prepared,
): Omit<Compiled, 'id'> | Omit<Asking, 'id'> {
  const key = `${timespan?.start}/${timespan?.end}/${limit}/${kql}`
  const known = kept.get(key)
  if (known) return known
  const compileBound = (query: BoundQuery, limit: number) =>
    compileQuery(query, { tables: (name) => physical.get(name), now, limit, ...(timespan && { timespan }) })

  const discovered = new Map<string, readonly ColumnType[]>()
  let bound = bindKql(kql, schemas, { discovered })
  while (bound.discoveries) {
    const questions: { place: string; compiled: CompiledQuery }[] = []
    for (const { place, query, columnsOf } of bound.discoveries) {
      const answer = answers.find((each) => each.place === place)
      if (answer) discovered.set(place, columnsOf(answer.rows))
      else {
        const { compiled, diagnostics } = compileBound(query, mostNames)
        if (!compiled) throw kqlError(diagnostics, kql)
        questions.push({ place, compiled })
      }
    }
    if (questions.length > 0) return { kind: 'asking', questions }
    bound = bindKql(kql, schemas, { discovered })
  }
  if (!bound.query) throw kqlError(bound.diagnostics, kql)
  const { compiled, diagnostics } = compileBound(bound.query, limit)
  if (!compiled) throw kqlError([...bound.diagnostics, ...diagnostics], kql)
  const reply: Omit<Compiled, 'id'> = {
    kind: 'compiled',
    compiled,
    diagnostics: [...bound.diagnostics, ...diagnostics],
  }
  if (kept.size >= keptQueries) kept.delete(kept.keys().next().value!)
  kept.set(key, reply)
  return reply
}

/** All that is wrong, each with the text it points into; the first error is the message. */
function kqlError(diagnostics: readonly Diagnostic[], kql: string): KqlError {
  const errors = diagnostics.filter((each) => each.severity === 'error')
  const unsupported =
    errors.length > 0 && errors.every((each) => each.code === 'KQL_UNSUPPORTED' || isUnsupported(each.code))
  const source = { name: 'query', text: kql }
  return new KqlError(
    unsupported ? 'KQL_UNSUPPORTED' : 'KQL_INVALID',
    errors[0]?.message ?? 'The query could not be understood.',
    {
      ...(errors[0]?.hint !== undefined && { hint: errors[0].hint }),
      diagnostics: diagnostics.map((each) => ({ source, ...each })),
    },
  )
}
