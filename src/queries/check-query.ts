import { type BoundKql, bindKql, type Schemas } from '../kql/bind-kql.ts'
import type { BoundQuery } from '../kql/tree.ts'
import { type Diagnostic, HuntletError } from '../lib/diagnostic.ts'
import type { ColumnType, KqlType, TableSchema } from '../lib/kql-type.ts'
import { refusedByLogAnalytics } from './log-analytics.ts'
import { diagnostic } from './messages.ts'
import type { Parameter, ParameterValue } from './parameter.ts'
import type { Query } from './query-definition.ts'
import { placeDiagnostics, type RenderedQuery, renderQuery, templateSpan } from './render.ts'
import { absentValue, givenValue, sampleValue } from './sample-values.ts'
import { builtInParameters } from './template.ts'
import { isGiven } from './template-conditions.ts'
import type { Piece } from './template-reader.ts'

type Values = Readonly<Record<string, ParameterValue>>

/**
 * Checks a query against table schemas before it ever runs: rendered with its defaults and again for every way its conditions
 * can go, each time bound. Its tables are those it reads, its entity columns are there, every branch is reached.
 * `schemas.known` are tables a workspace may have.
 */
export function checkQuery(query: Query, schemas: Schemas): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  const tables = new Set<string>()
  const columns = new Map<string, ColumnType>()
  const reached = new Set<Piece>()
  const seen = new Set<string>()
  let isBound = true
  for (const values of variants(query)) {
    const rendered = rendering(query, values, found)
    if (!rendered) return unique(found)
    for (const { piece } of rendered.parts) reached.add(piece)
    if (seen.has(rendered.kql)) continue
    seen.add(rendered.kql)
    const bound = boundOf(query, rendered, schemas)
    found.push(...placeDiagnostics(rendered, bound.diagnostics).map(describingTables))
    if (!bound.query) isBound = false
    found.push(...refusals(rendered, bound.query))
    for (const table of bound.query?.tables ?? []) if (!givenTables(query, values).has(table)) tables.add(table)
    for (const column of bound.query?.table.columns ?? []) columns.set(column.name, column)
  }
  found.push(...unreachedFaults(query, reached))
  if (isBound) found.push(...tableFaults(query, tables), ...entityFaults(query, [...columns.keys()]))
  return unique(found)
}

/**
 * The columns a query yields for some of its values (the others are samples), or undefined where it does not bind. `values`
 * are typed as `bindParameters` gives them.
 */
export function resultColumns(query: Query, schemas: Schemas, values: Values): readonly ColumnType[] | undefined {
  const rendered = rendering(query, { ...baseValues(query), ...shapingValues(query, values) }, [])
  return rendered && boundOf(query, rendered, schemas).query?.table.columns
}

/** Of the values only what the shape of the query depends on: tables, columns, and ways of conditions. Other values are literals of one type. */
function shapingValues(query: Query, values: Values): Values {
  const { conditions } = query.template
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, ParameterValue][] => {
      const parameter = query.parameters[name]
      if (!parameter) return []
      const compared = conditions.get(name)
      if (parameter.type === 'table' || parameter.type === 'column') return [[name, value]]
      if (compared === undefined) return []
      if (compared.length > 0) return [[name, value]]
      return [[name, isGiven(value) ? givenValue(parameter) : (absentValue(parameter) ?? value)]]
    }),
  )
}

/** What was bound stays for as long as its schemas: notebooklets ask about one query again and again. */
const bindings = new WeakMap<Schemas, Map<string, BoundKql>>()

function boundOf(query: Query, { kql }: RenderedQuery, schemas: Schemas): BoundKql {
  const kept = bindings.get(schemas) ?? new Map<string, BoundKql>()
  bindings.set(schemas, kept)
  const key = `${JSON.stringify(query.schemas)} ${kql}`
  const bound = kept.get(key) ?? bindKql(kql, schemasFor(query, schemas))
  kept.set(key, bound)
  return bound
}

function rendering(query: Query, values: Values, found: Diagnostic[]): RenderedQuery | undefined {
  try {
    return renderQuery(query, values)
  } catch (error) {
    if (!(error instanceof HuntletError)) throw error
    const place = { source: query.template.source, span: { start: 0, end: 1 } }
    found.push(
      ...(error.diagnostics.length > 0 ? error.diagnostics : [diagnostic('QRY001', { problem: error.message }, place)]),
    )
    return undefined
  }
}

function refusals(rendered: RenderedQuery, bound: BoundQuery | undefined): Diagnostic[] {
  const { source } = rendered.query.template
  return refusedByLogAnalytics(rendered.kql, bound?.table).map(({ name, span }) =>
    diagnostic('QRY015', { name }, { source, span: templateSpan(rendered, span) }),
  )
}

/** A custom log is known to no schema until its query describes it. */
function describingTables(fault: Diagnostic): Diagnostic {
  if (fault.code !== 'KQL003' || fault.message.includes('Did you mean')) return fault
  return { ...fault, hint: 'A custom table is described in the query: `schemas: { Name_CL: { Column_s: string } }`.' }
}

/** The schemas, with those the query declares for custom tables. */
function schemasFor(query: Query, schemas: Schemas): Schemas {
  const own = Object.entries(query.schemas).map(
    ([name, columns]): TableSchema => ({
      name,
      columns: Object.entries<KqlType>(columns).map(([column, type]) => ({ name: column, type })),
    }),
  )
  if (own.length === 0) return schemas
  const described = new Map(own.map((table) => [table.name, table]))
  const { known } = schemas
  return {
    ...schemas,
    known: {
      get: (name) => described.get(name) ?? known?.get(name),
      keys: () => [...(known?.keys() ?? []), ...described.keys()],
    },
  }
}

function baseValues(query: Query): Record<string, ParameterValue> {
  const declared: [string, Parameter][] = [...Object.entries(query.parameters), ...Object.entries(builtInParameters)]
  return Object.fromEntries(
    declared.map(([name, parameter]) => {
      const isFree =
        parameter.type === 'table' && (parameter.default ?? parameter.example ?? parameter.values) === undefined
      return [name, isFree ? (query.tables[0] ?? sampleValue(parameter)) : sampleValue(parameter)]
    }),
  )
}

/** The defaults; all conditions' parameters given, then none; each of them alone, and each value it is compared with; each table and column it may be. */
function variants(query: Query): Values[] {
  const base = baseValues(query)
  const asked = [...query.template.conditions].flatMap(([name, compared]) => {
    const parameter = query.parameters[name]
    return parameter ? [{ name, parameter, compared }] : []
  })
  const given = Object.fromEntries(asked.map(({ name, parameter }) => [name, givenValue(parameter)]))
  const absent = Object.fromEntries(
    asked.flatMap(({ name, parameter }) => {
      const value = absentValue(parameter)
      return value === undefined ? [] : [[name, value]]
    }),
  )
  const result: Values[] = [base, { ...base, ...given }, { ...base, ...absent }]
  for (const { name, compared } of asked) {
    result.push({ ...base, [name]: given[name]! })
    if (absent[name] !== undefined)
      result.push({ ...base, [name]: absent[name] }, { ...base, ...given, [name]: absent[name] })
    for (const value of compared) {
      result.push(
        { ...base, [name]: value },
        { ...base, ...given, [name]: value },
        { ...base, ...absent, [name]: value },
      )
    }
  }
  for (const [name, { type, values = [] }] of Object.entries(query.parameters)) {
    if (type === 'table' || type === 'column')
      result.push(...values.map((value) => ({ ...base, [name]: String(value) })))
  }
  return result
}

/** Tables that parameters name: `tables` need not list them. */
function givenTables(query: Query, values: Values): ReadonlySet<string> {
  const names = Object.entries(query.parameters).flatMap(([name, { type }]) => (type === 'table' ? [name] : []))
  return new Set(names.map((name) => String(values[name])))
}

function unreachedFaults(query: Query, reached: ReadonlySet<Piece>): Diagnostic[] {
  const { pieces, source } = query.template
  return pieces
    .filter((piece) => !reached.has(piece) && (piece.kind !== 'text' || piece.text.trim() !== ''))
    .slice(0, 1)
    .map(({ span }) =>
      diagnostic(
        'QRY011',
        {},
        { source, span, hint: 'Its condition never holds: write it more simply, or delete it.' },
      ),
    )
}

function tableFaults(query: Query, read: ReadonlySet<string>): Diagnostic[] {
  const { source } = query.document
  const unread = query.tables.flatMap((table, index) => {
    const isGiven = Object.values(query.parameters).some(({ type }) => type === 'table')
    return read.has(table) || isGiven
      ? []
      : [diagnostic('QRY009', { table }, { source, span: query.document.spanOf(['tables', index]) })]
  })
  const span = query.document.spanOf(['tables'], 'key')
  const unlisted = [...read].filter((table) => !query.tables.includes(table))
  const strange = (query.about ?? []).flatMap((table, index) =>
    query.tables.includes(table) ? [] : [{ table, index }],
  )
  const idle = Object.keys(query.schemas).filter((table) => !query.tables.includes(table))
  return [
    ...unread,
    ...unlisted.map((table) => diagnostic('QRY010', { table }, { source, span, hint: `Add ${table} to \`tables\`.` })),
    ...strange.map(({ table, index }) =>
      diagnostic('QRY016', { table }, { source, span: query.document.spanOf(['about', index]) }),
    ),
    ...idle.map((table) =>
      diagnostic('QRY014', { table }, { source, span: query.document.spanOf(['schemas', table], 'key') }),
    ),
  ]
}

function entityFaults(query: Query, columns: readonly string[]): Diagnostic[] {
  const { source } = query.document
  return Object.keys(query.entities)
    .filter((column) => !columns.includes(column))
    .map((column) =>
      diagnostic(
        'QRY012',
        { column, columns: columns.join(', ') },
        { source, span: query.document.spanOf(['entities', column], 'key') },
      ),
    )
}

/** Branches share their text: what is wrong in it is told once. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map<string, Diagnostic>()
  for (const each of diagnostics) {
    const key = `${each.code} ${each.source?.firstLine ?? 0} ${each.span.start} ${each.span.end} ${each.message}`
    if (!seen.has(key)) seen.set(key, each)
  }
  return [...seen.values()]
}
