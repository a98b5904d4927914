import type { Schemas } from '../kql/bind-kql.ts'
import { HuntletError, nearest } from '../lib/diagnostic.ts'
import { parseDatetime, parseTimespan } from '../lib/kql-time.ts'
import type { ColumnType } from '../lib/kql-type.ts'
import { noProgress } from '../lib/progress.ts'
import { Table } from '../lib/table.ts'
import { answerColumns } from '../providers/lookups/answer-table.ts'
import { lookupIds } from '../providers/lookups/lookup-ids.ts'
import { resultColumns } from '../queries/check-query.ts'
import { type Parameter, type ParameterValue, parseParameter } from '../queries/parameter.ts'
import type { Query } from '../queries/query-definition.ts'
import { sampleValue } from '../queries/sample-values.ts'
import type { CheckReport, Path } from './check-report.ts'
import { readOptions } from './checked-options.ts'
import {
  type Binding,
  type Bindings,
  columnReference,
  constantOf,
  type LookupDefinition,
  type NotebookletDefinition,
  type OwnTime,
  referenceOf,
  referencesOf,
  type TableSource,
} from './definition.ts'
import { enquiries } from './enquiries.ts'
import { plainValue } from './request.ts'
import { refuseMissingColumns } from './required-columns.ts'
import type { StepDefinition } from './step.ts'
import { outputOf } from './step-message.ts'
import { steps } from './steps.ts'
import { sourceColumn, uniteProblem } from './unite-tables.ts'

/** What a notebooklet is checked against. */
export interface CheckContext {
  readonly schemas: Schemas
  /** Throws HuntletError for a query that is not there or broken. */
  findQuery(id: string): Query
  /** Undefined where there is none. */
  findNotebooklet(id: string): NotebookletDefinition | undefined
  readonly notebookletIds: readonly string[]
}

type BindingsAt = Readonly<Record<string, Binding | undefined>>

export type Columns = readonly ColumnType[] | undefined

/** What bindings may name in one place: the notebooklet's own, and inside a follow-up its parameters and data. */
export interface Names {
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly choices: readonly string[]
  readonly sources: Readonly<Record<string, TableSource>>
  readonly sourcePath: (name: string) => Path
}

/** Finds the columns of a notebooklet's tables without running it, and reports what is wrong with where they come from. */
export class SourceColumns {
  /** What was named on the way: `parameter top`, `data sessions`. */
  readonly used = new Set<string>()
  readonly #context: CheckContext
  readonly #steps: Readonly<Record<string, StepDefinition>>
  readonly #report: CheckReport
  readonly #found = new Map<TableSource, Columns>()

  constructor(context: CheckContext, ownSteps: Readonly<Record<string, StepDefinition>>, report: CheckReport) {
    this.#context = context
    this.#steps = { ...steps, ...ownSteps }
    this.#report = report
  }

  /** The names of all columns found so far. */
  get names(): readonly string[] {
    return [...new Set([...this.#found.values()].flatMap((columns) => columns?.map(({ name }) => name) ?? []))]
  }

  /** The columns of a source's table; undefined where they can't be told, because something is wrong or code makes it. */
  of(path: Path, source: TableSource, names: Names, trail: readonly string[]): Columns {
    if (this.#found.has(source)) return this.#found.get(source)
    const columns = this.#sourceColumns(path, source, names, trail)
    this.#found.set(source, columns)
    return columns
  }

  #sourceColumns(path: Path, source: TableSource, names: Names, trail: readonly string[]): Columns {
    switch (source.kind) {
      case 'query':
        this.references(path, timeOf(source), names, trail)
        this.time(path, source)
        return this.#queryColumns(path, source.query, source.with, names, trail)
      case 'sources':
        this.references(path, timeOf(source), names, trail)
        this.time(path, source)
        return this.#unitedColumns(path, source, names, trail)
      case 'from':
        return this.#stepColumns(path, source, names, trail)
      case 'enquiry':
        return this.#enquiryColumns(path, source, names, trail)
      case 'lookup':
        return this.#lookupColumns([...path, 'lookup'], source.lookup, names, trail)
      case 'compute':
        return undefined
    }
  }

  #lookupColumns(path: Path, lookup: LookupDefinition, names: Names, trail: readonly string[]): Columns {
    this.references(path, { value: lookup.value }, names)
    const inputs = lookup.from.map((name) => this.#namedColumns([...path, 'from'], name, names, trail))
    const known = inputs.flatMap((columns) => columns ?? [])
    for (const column of inputs.includes(undefined) ? [] : Object.keys(lookup.columns)) {
      const found = this.#report.column([...path, 'columns', column], column, known, '`lookup`')
      if (!found || found.type === 'string' || found.type === 'dynamic') continue
      const problem = `is of type ${found.type}: observables are texts, or lists of them`
      this.#report.fault([...path, 'columns', column], `Column \`${column}\``, problem)
    }
    for (const id of lookup.only) {
      if (!lookupIds.includes(id)) this.#report.unknown([...path, 'only'], 'look-up', id, lookupIds, '`only`')
    }
    return answerColumns
  }

  #queryColumns(path: Path, id: string, bindings: Bindings, names: Names, trail: readonly string[]): Columns {
    this.references([...path, 'with'], bindings, names, trail)
    let query: Query
    try {
      query = this.#context.findQuery(id)
    } catch (error) {
      if (!(error instanceof HuntletError)) throw error
      // A broken query is told where it stands.
      if (error.code !== 'UNKNOWN_QUERY') return undefined
      this.#report.add('NBL001', { kind: 'query', name: id, where: 'This' }, [...path, 'query'], { hint: error.hint })
      return undefined
    }
    const values = this.bindings(path, bindings, query.parameters, names, `Query \`${id}\``)
    return values && resultColumns(query, this.#context.schemas, values)
  }

  #unitedColumns(
    path: Path,
    source: Extract<TableSource, { kind: 'sources' }>,
    names: Names,
    trail: readonly string[],
  ): Columns {
    this.references(path, { only: source.only }, names, trail)
    const expected = ['all', ...Object.keys(source.sources)]
    for (const only of this.#possibleValues(source.only, names)) {
      if (!expected.includes(String(only)))
        this.#report.unknown([...path, 'only'], 'source', String(only), expected, '`only`')
    }
    const tables = Object.entries(source.sources).map(([name, each]) => ({
      name,
      columns: this.#queryColumns([...path, 'sources', name], each.query, each.with, names, trail),
    }))
    const known = tables.flatMap(({ name, columns }) => (columns ? [{ name, columns }] : []))
    const problem = uniteProblem(known)
    if (problem) this.#report.fault([...path, 'sources'], 'The sources', `can't be one table: ${problem}`)
    if (problem || known.length < tables.length) return undefined
    const byName = new Map(known.flatMap(({ columns }) => columns.map((column) => [column.name, column] as const)))
    return [{ name: sourceColumn, type: 'string' }, ...byName.values()]
  }

  #stepColumns(
    path: Path,
    source: Extract<TableSource, { kind: 'from' }>,
    names: Names,
    trail: readonly string[],
  ): Columns {
    this.references([...path, 'with'], source.with, names, trail)
    const inputs = source.from.map((name) => this.#namedColumns([...path, 'from'], name, names, trail))
    const { step: name } = source
    if (name === undefined) {
      if (source.from.length !== 1)
        this.#report.fault([...path, 'from'], '`from`', 'names several tables, which only a step can take')
      return inputs[0]
    }
    const known = this.#steps
    const step = Object.hasOwn(known, name) ? known[name] : undefined
    if (!step) {
      this.#report.unknown([...path, 'step'], 'step', name, Object.keys(known), 'This')
      return undefined
    }
    if (step.inputs.length !== source.from.length) {
      const wanted = step.inputs.join(' and ')
      this.#report.fault([...path, 'from'], `Step \`${name}\``, `takes ${wanted}: \`from\` names ${source.from.length}`)
      return undefined
    }
    const parsed = this.#options(path, `Step \`${name}\``, step.options, source.with, names)
    if (!parsed) return undefined
    const inputColumns = inputs.flatMap((columns) => (columns ? [columns] : []))
    if (inputColumns.length < inputs.length) return undefined
    return this.#columnsMadeBy(path, name, step, inputColumns, parsed.options, source.with)
  }

  #enquiryColumns(
    path: Path,
    source: Extract<TableSource, { kind: 'enquiry' }>,
    names: Names,
    trail: readonly string[],
  ): Columns {
    this.references([...path, 'with'], source.with, names, trail)
    const { enquiry: name } = source
    const known = enquiries
    if (!Object.hasOwn(known, name)) {
      this.#report.unknown([...path, 'enquiry'], 'enquiry', name, Object.keys(known), 'This')
      return undefined
    }
    const { options, columns } = known[name]!
    return this.#options(path, `Enquiry \`${name}\``, options, source.with, names) && columns
  }

  /** Bindings as a schema takes them, or undefined where it refuses one. */
  #options(path: Path, owner: string, schema: StepDefinition['options'], bindings: Bindings, names: Names) {
    const options = Object.fromEntries(
      Object.entries(bindings).map(([key, binding]) => [key, this.#plainSample(binding, names)]),
    )
    const read = readOptions(schema, options)
    if ('options' in read) return read
    for (const { path: at, part, problem, hint } of read.faults) {
      this.#report.add('NBL002', { where: owner, problem }, [...path, 'with', ...at], { hint, part })
    }
    return undefined
  }

  /** A step run on empty tables: the columns it makes of them, or what it misses in them. */
  #columnsMadeBy(
    path: Path,
    name: string,
    step: StepDefinition,
    inputs: readonly (readonly ColumnType[])[],
    options: unknown,
    bindings: Bindings,
  ): Columns {
    try {
      refuseMissingColumns(step, inputs, options)
      if (step.columns) return step.columns(inputs, options)
      const made = step.run(
        inputs.map((columns) => Table.empty(columns)),
        options,
        noProgress,
      )
      return outputOf(made).table.columns
    } catch (error) {
      if (!(error instanceof Error)) throw error
      const at = Object.entries(bindings).find(([, binding]) => isQuoted(error.message, binding))
      const hint = error instanceof HuntletError ? error.hint : undefined
      const where = at ? [...path, 'with', at[0]] : [...path, 'step']
      this.#report.add('NBL002', { where: `Step \`${name}\``, problem: error.message }, where, { hint })
      return undefined
    }
  }

  #namedColumns(path: Path, name: string, names: Names, trail: readonly string[]): Columns {
    this.used.add(`data ${name}`)
    if (trail.includes(name)) {
      this.#report.fault(path, `\`${name}\``, `comes from itself: ${[...trail, name].join(' → ')}`)
      return undefined
    }
    if (!Object.hasOwn(names.sources, name)) {
      this.#report.unknown(path, 'data', name, Object.keys(names.sources), '`from`')
      return undefined
    }
    return this.of(names.sourcePath(name), names.sources[name]!, names, [...trail, name])
  }

  /** Bindings against declared parameters: the values for a check, or undefined where something is wrong. */
  bindings(
    path: Path,
    bindings: Bindings,
    declared: Readonly<Record<string, Parameter>>,
    names: Names,
    owner: string,
  ): Readonly<Record<string, ParameterValue>> | undefined {
    const before = this.#report.diagnostics.length
    const values: Record<string, ParameterValue> = {}
    const misspelt = new Set<string | undefined>()
    for (const [name, binding] of Object.entries(bindings)) {
      const at = [...path, 'with', name]
      if (!Object.hasOwn(declared, name)) {
        this.#report.unknown(at, 'parameter', name, Object.keys(declared), `\`with\` for ${lowerFirst(owner)}`, 'key')
        misspelt.add(nearest(name, Object.keys(declared)))
        continue
      }
      const isColumn = columnReference(referenceOf(binding) ?? '') !== undefined
      if (isColumn) values[name] = sampleValue(declared[name]!)
      for (const [index, plain] of isColumn ? [] : this.#possibleValues(binding, names).entries()) {
        const parsed = parseParameter(declared[name]!, plain)
        if ('problem' in parsed) this.#report.fault(at, `Parameter \`${name}\` of ${owner}`, parsed.problem)
        else if (index === 0) values[name] = parsed.value
      }
    }
    for (const [name, { required }] of Object.entries(declared)) {
      if (required && !Object.hasOwn(bindings, name) && !misspelt.has(name))
        this.#report.fault([...path, 'with'], owner, `needs its parameter \`${name}\``)
    }
    return this.#report.diagnostics.length > before ? undefined : values
  }

  /** Constants that say when: a datetime, a timespan. */
  time(path: Path, { around, within }: OwnTime): void {
    if (around === undefined && within !== undefined)
      this.#report.fault([...path, 'within'], '`within`', 'says how far around what: `around` is missing')
    if (typeof around === 'string' && referenceOf(around) === undefined && parseDatetime(around) === undefined)
      this.#report.fault([...path, 'around'], '`around`', 'is neither a datetime nor `$` with the name of one')
    if (typeof within === 'string' && referenceOf(within) === undefined && (parseTimespan(within) ?? 0n) <= 0n)
      this.#report.fault([...path, 'within'], '`within`', 'is no timespan such as `1d` or `30m`')
  }

  /** What bindings name must be there; `bindings` are by the key they stand at below `path`. */
  references(path: Path, bindings: BindingsAt, names: Names, trail: readonly string[] = []): void {
    for (const [key, binding] of Object.entries(bindings)) {
      const at = [...path, key]
      if (Array.isArray(binding)) this.#refuseReferencesWithin(at, binding, names)
      for (const name of referencesOf([binding])) this.#reference(at, name, names, trail)
    }
  }

  #reference(at: Path, name: string, names: Names, trail: readonly string[]): void {
    const named = columnReference(name)
    if (named) {
      const columns = this.#namedColumns(at, named.data, names, trail)
      if (columns) this.#report.column(at, named.column, columns, `\`$${name}\``)
      return
    }
    this.used.add(`parameter ${name}`)
    const known = namesKnown(names)
    if (!known.includes(name)) {
      const written = known.map((each) => `$${each}`)
      this.#report.unknown(at, 'value', `$${name}`, written, 'This')
    }
  }

  /** A list is taken as it stands: `$name` in it would be those letters. */
  #refuseReferencesWithin(at: Path, items: readonly unknown[], names: Names): void {
    for (const [index, item] of items.entries()) {
      const name = typeof item === 'string' ? referenceOf(item) : undefined
      if (name !== undefined && namesKnown(names).includes(name))
        this.#report.fault(
          [...at, index],
          `\`$${name}\``,
          'stands in a list, whose items are constants: bind the whole list to a parameter of type list',
        )
    }
  }

  /** A value a binding may come to, as the run will see it. */
  #plainSample(binding: Binding, names: Names) {
    return this.#possibleValues(binding, names)[0] ?? constantOf(binding)
  }

  /** The values a binding may come to: a sample first, then all that the parameter it names allows. */
  #possibleValues(binding: Binding | undefined, names: Names) {
    if (binding === undefined) return []
    const name = referenceOf(binding)
    if (name === undefined) return [constantOf(binding)]
    if (columnReference(name)) return [['example']]
    if (names.choices.includes(name)) return ['example']
    const parameter = Object.hasOwn(names.parameters, name) ? names.parameters[name] : undefined
    if (!parameter) return []
    const allowed = parameter.type === 'list' ? [] : (parameter.values ?? [])
    return [plainValue(parameter, sampleValue(parameter)), ...allowed]
  }
}

function timeOf({ around, within }: OwnTime): BindingsAt {
  return { around, within }
}

function namesKnown(names: Names): readonly string[] {
  return [...Object.keys(names.parameters), ...names.choices]
}

/** True where a message quotes what is bound, or an item of it: that is what it is about. */
function isQuoted(message: string, binding: Binding): boolean {
  return [binding].flat().some((each) => message.includes(`\`${String(each)}\``))
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
