import type { Schemas } from '../kql/bind-kql.ts'
import { type Diagnostic, HuntletError, nearest } from '../lib/diagnostic.ts'
import type { ColumnType } from '../lib/kql-type.ts'
import { Table } from '../lib/table.ts'
import { resultColumns } from '../queries/check-query.ts'
import { type Parameter, type ParameterValue, parseParameter } from '../queries/parameter.ts'
import type { Query } from '../queries/query-definition.ts'
import { sampleValue } from '../queries/sample-values.ts'
import type { YamlDocument } from '../queries/yaml-document.ts'
import { camelCase } from './camel-case.ts'
import { choicesNeeded } from './choices.ts'
import {
  type Binding,
  type Bindings,
  constantOf,
  type FollowUpDefinition,
  type NotebookletDefinition,
  referenceOf,
  referencesOf,
  type SectionDefinition,
  type TableSource,
} from './definition.ts'
import { notebookletDiagnostic } from './messages.ts'
import { plainValue } from './request.ts'
import { reservedNames } from './result.ts'
import type { StepDefinition } from './step.ts'
import { steps } from './steps.ts'
import { sourceColumn, uniteProblem } from './unite-tables.ts'
import { isOfKind, viewColumns } from './view-columns.ts'

/** What a notebooklet is checked against. */
export interface CheckContext {
  readonly schemas: Schemas
  /** Throws HuntletError for a query that is not there or broken. */
  findQuery(id: string): Query
  /** Undefined where there is none. */
  findNotebooklet(id: string): NotebookletDefinition | undefined
  readonly notebookletIds: readonly string[]
}

type Path = readonly PropertyKey[]
type Columns = readonly ColumnType[] | undefined

/**
 * Checks all that a notebooklet refers to: options, parameters, choices, data, queries and their parameters, steps and
 * their options, other notebooklets, and that the columns its views, choices and entities name are in their tables.
 */
export function checkNotebooklet(
  definition: NotebookletDefinition,
  document: YamlDocument,
  context: CheckContext,
): readonly Diagnostic[] {
  const checker = new Checker(definition, document, context)
  checker.checkAll()
  return checker.diagnostics
}

/** What bindings may name in one place: the notebooklet's own, and inside a follow-up its parameters and data. */
interface Names {
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly sources: Readonly<Record<string, TableSource>>
  readonly sourcePath: (name: string) => Path
}

class Checker {
  readonly diagnostics: Diagnostic[] = []
  readonly #definition: NotebookletDefinition
  readonly #document: YamlDocument
  readonly #context: CheckContext
  readonly #choices: readonly string[]
  readonly #used = new Set<string>()
  /** Columns of named data, once found; undefined where they can't be told. */
  readonly #columns = new Map<TableSource, Columns>()

  constructor(definition: NotebookletDefinition, document: YamlDocument, context: CheckContext) {
    this.#definition = definition
    this.#document = document
    this.#context = context
    this.#choices = definition.sections.flatMap(({ choose }) => choose?.id ?? [])
  }

  checkAll(): void {
    const { parameters, value, data, sections, followUps } = this.#definition
    const names: Names = {
      parameters: { ...parameters, ...(value && { value }) },
      sources: data,
      sourcePath: (name) => ['data', name],
    }
    this.#checkNames()
    for (const [name, source] of Object.entries(data)) this.#checkSource(['data', name], source, names, [name])
    this.#checkSections(['sections'], sections, names)
    for (const [id, followUp] of Object.entries(followUps)) this.#checkFollowUp(id, followUp, names)
    this.#checkUnused()
  }

  #checkNames(): void {
    const { parameters, sections, followUps } = this.#definition
    const seen = new Map<string, string>()
    const claim = (name: string, what: string, path: Path) => {
      const other = seen.get(name)
      if (other) this.#fault(path, `\`${name}\``, `is the name of ${other} already`)
      else seen.set(name, what)
    }
    claim('value', 'the value', [])
    for (const name of Object.keys(parameters)) claim(name, 'a parameter', ['parameters', name])
    for (const [index, { choose }] of sections.entries()) {
      if (choose) claim(choose.id, 'a choice', ['sections', index, 'choose'])
    }
    const ids = new Set<string>()
    const own: [SectionDefinition, Path][] = sections.map((section, index) => [section, ['sections', index]])
    const later = Object.entries(followUps).flatMap(([id, followUp]) =>
      followUp.sections.map((section, index): [SectionDefinition, Path] => [
        section,
        ['follow-ups', id, 'sections', index],
      ]),
    )
    for (const [{ id }, path] of [...own, ...later]) {
      if (ids.has(id)) this.#fault([...path, 'id'], `Section \`${id}\``, 'has the id of another section')
      ids.add(id)
    }
    const methods = new Map<string, string>()
    for (const id of Object.keys(followUps)) {
      const method = camelCase(id)
      const other = methods.get(method) ?? (reservedNames.has(method) ? 'a member of every Result' : undefined)
      if (other)
        this.#fault(
          ['follow-ups', id],
          `Follow-up \`${id}\``,
          `would be called \`${method}\` in code: that is ${other}`,
        )
      methods.set(method, `the follow-up \`${id}\``)
    }
  }

  #checkFollowUp(id: string, followUp: FollowUpDefinition, outer: Names): void {
    const path = ['follow-ups', id]
    this.#checkConditions(path, followUp)
    for (const name of Object.keys(followUp.parameters)) {
      const isTaken = Object.hasOwn(outer.parameters, name) || this.#choices.includes(name)
      if (isTaken)
        this.#fault([...path, 'parameters', name], `\`${name}\``, 'is the name of a parameter or choice already')
    }
    const names: Names = {
      parameters: { ...outer.parameters, ...followUp.parameters },
      sources: { ...outer.sources, ...followUp.data },
      sourcePath: (name) => (Object.hasOwn(followUp.data, name) ? [...path, 'data', name] : outer.sourcePath(name)),
    }
    for (const [name, source] of Object.entries(followUp.data)) {
      this.#checkSource([...path, 'data', name], source, names, [name])
    }
    this.#checkSections([...path, 'sections'], followUp.sections, names, true)
    if (followUp.run) this.#checkRun(path, followUp.run, names)
    for (const [name, { column }] of Object.entries(followUp.parameters)) {
      if (column !== undefined) this.#checkOffered([...path, 'parameters', name, 'column'], column)
    }
  }

  #checkRun(path: Path, run: NonNullable<FollowUpDefinition['run']>, names: Names): void {
    const other = this.#context.findNotebooklet(run.notebooklet)
    if (!other) {
      this.#unknown([...path, 'run'], 'notebooklet', run.notebooklet, this.#context.notebookletIds, 'This follow-up')
      return
    }
    this.#references(path, [run.value, ...Object.values(run.with)], names)
    if (run.value === undefined && other.value?.required) {
      this.#fault([...path, 'run'], `\`${other.id}\``, 'needs a `value`')
    }
    if (run.value !== undefined && !other.value) this.#fault([...path, 'value'], `\`${other.id}\``, 'takes no value')
    this.#checkBindings(path, run.with, other.parameters, names, `\`${other.id}\``)
  }

  #checkSections(path: Path, sections: readonly SectionDefinition[], names: Names, isFollowUp = false): void {
    const made = new Set(isFollowUp ? this.#choices : [])
    for (const [index, section] of sections.entries()) {
      const at = [...path, index]
      this.#checkConditions(at, section)
      for (const need of choicesNeeded(this.#definition, names.sources, section)) {
        if (made.has(need)) continue
        const problem = `uses the choice \`${need}\`, which a section after it makes`
        this.#fault(
          at,
          `Section \`${section.id}\``,
          this.#choices.includes(need) ? problem : `waits for the choice \`${need}\`, which no section makes`,
        )
      }
      if (section.choose) {
        made.add(section.choose.id)
        if (isFollowUp)
          this.#fault(
            [...at, 'choose'],
            `Section \`${section.id}\``,
            'is in a follow-up: what it needs is a parameter of that',
          )
      }
      if (section.source) this.#checkSectionTable(at, section, this.#checkSource(at, section.source, names, []))
    }
  }

  #checkSectionTable(path: Path, section: SectionDefinition, columns: Columns): void {
    if (!columns) return
    for (const { key, column, expected } of viewColumns(section.view)) {
      const viewPath = [...path, 'view', section.view.kind, key]
      const found = this.#column(viewPath, column, columns, `The view of \`${section.id}\``)
      if (!found || !expected || isOfKind(found.type, expected)) continue
      const where = `\`${key}: ${column}\``
      this.#report('NBL009', { where, type: found.type, expected }, viewPath)
    }
    for (const column of Object.keys(section.entities)) {
      this.#column([...path, 'entities', column], column, columns, `\`entities\` of \`${section.id}\``)
    }
    const { choose } = section
    if (!choose) return
    for (const column of [...(choose.value === undefined ? [] : [choose.value]), ...choose.label]) {
      this.#column([...path, 'choose'], column, columns, `\`choose\` of \`${section.id}\``)
    }
  }

  #checkConditions(
    path: Path,
    { when, needs }: { readonly when: readonly string[]; readonly needs: readonly string[] },
  ): void {
    for (const condition of when) {
      const option = condition.replace(/^!/, '')
      this.#used.add(`option ${option}`)
      const known = Object.keys(this.#definition.options)
      if (!known.includes(option)) this.#unknown([...path, 'when'], 'option', option, known, '`when`')
    }
    for (const need of needs) {
      if (!this.#choices.includes(need)) this.#unknown([...path, 'needs'], 'choice', need, this.#choices, '`needs`')
    }
  }

  /** The columns of a source's table; undefined where they can't be told, because something is wrong or code makes it. */
  #checkSource(path: Path, source: TableSource, names: Names, trail: readonly string[]): Columns {
    if (this.#columns.has(source)) return this.#columns.get(source)
    const columns = this.#sourceColumns(path, source, names, trail)
    this.#columns.set(source, columns)
    return columns
  }

  #sourceColumns(path: Path, source: TableSource, names: Names, trail: readonly string[]): Columns {
    switch (source.kind) {
      case 'query':
        return this.#queryColumns(path, source.query, source.with, names)
      case 'sources':
        return this.#unitedColumns(path, source, names)
      case 'from':
        return this.#stepColumns(path, source, names, trail)
      case 'compute':
        return undefined
    }
  }

  #queryColumns(path: Path, id: string, bindings: Bindings, names: Names): Columns {
    this.#references(path, Object.values(bindings), names)
    let query: Query
    try {
      query = this.#context.findQuery(id)
    } catch (error) {
      if (!(error instanceof HuntletError)) throw error
      // A broken query is told where it stands.
      if (error.code !== 'UNKNOWN_QUERY') return undefined
      this.#report('NBL001', { kind: 'query', name: id, where: 'This' }, [...path, 'query'], error.hint)
      return undefined
    }
    const values = this.#checkBindings(path, bindings, query.parameters, names, `Query \`${id}\``)
    return values && resultColumns(query, this.#context.schemas, values)
  }

  #unitedColumns(path: Path, source: Extract<TableSource, { kind: 'sources' }>, names: Names): Columns {
    this.#references([...path, 'only'], [source.only], names)
    const expected = ['all', ...Object.keys(source.sources)]
    for (const only of this.#possibleValues(source.only, names)) {
      if (!expected.includes(String(only))) this.#unknown([...path, 'only'], 'source', String(only), expected, '`only`')
    }
    const tables = Object.entries(source.sources).map(([name, each]) => ({
      name,
      columns: this.#queryColumns([...path, 'sources', name], each.query, each.with, names),
    }))
    const known = tables.flatMap(({ name, columns }) => (columns ? [{ name, columns }] : []))
    const problem = uniteProblem(known)
    if (problem) this.#fault([...path, 'sources'], 'The sources', `can't be one table: ${problem}`)
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
    this.#references(path, Object.values(source.with), names)
    const inputs = source.from.map((name) => this.#namedColumns([...path, 'from'], name, names, trail))
    const { step: name } = source
    if (name === undefined) {
      if (source.from.length !== 1)
        this.#fault([...path, 'from'], '`from`', 'names several tables, which only a step can take')
      return inputs[0]
    }
    const known = { ...steps, ...this.#definition.steps }
    const step = Object.hasOwn(known, name) ? known[name] : undefined
    if (!step) {
      this.#unknown([...path, 'step'], 'step', name, Object.keys(known), 'This')
      return undefined
    }
    if (step.inputs.length !== source.from.length) {
      const wanted = step.inputs.join(' and ')
      this.#fault([...path, 'from'], `Step \`${name}\``, `takes ${wanted}: \`from\` names ${source.from.length}`)
      return undefined
    }
    const options = Object.fromEntries(
      Object.entries(source.with).map(([key, binding]) => [key, this.#plainSample(binding, names)]),
    )
    const parsed = step.options.safeParse(options)
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        const key = issue.path.join('.') || (issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : 'with')
        this.#fault([...path, 'with', ...issue.path], `Step \`${name}\``, `${key}: ${issue.message}`)
      }
      return undefined
    }
    const inputColumns = inputs.flatMap((columns) => (columns ? [columns] : []))
    if (inputColumns.length < inputs.length) return undefined
    return this.#columnsMadeBy(path, name, step, inputColumns, parsed.data)
  }

  /** A step run on empty tables: the columns it makes of them, or what it misses in them. */
  #columnsMadeBy(
    path: Path,
    name: string,
    step: StepDefinition,
    inputs: readonly (readonly ColumnType[])[],
    options: unknown,
  ): Columns {
    try {
      if (step.columns) return step.columns(inputs, options)
      const made = step.run(
        inputs.map((columns) => Table.empty(columns)),
        options,
      )
      return (made instanceof Table ? made : made.table).columns
    } catch (error) {
      if (!(error instanceof Error)) throw error
      this.#fault([...path, 'step'], `Step \`${name}\``, error.message)
      return undefined
    }
  }

  #namedColumns(path: Path, name: string, names: Names, trail: readonly string[]): Columns {
    this.#used.add(`data ${name}`)
    if (trail.includes(name)) {
      this.#fault(path, `\`${name}\``, `comes from itself: ${[...trail, name].join(' → ')}`)
      return undefined
    }
    if (!Object.hasOwn(names.sources, name)) {
      this.#unknown(path, 'data', name, Object.keys(names.sources), '`from`')
      return undefined
    }
    return this.#checkSource(names.sourcePath(name), names.sources[name]!, names, [...trail, name])
  }

  /** Bindings against declared parameters: the values for a check, or undefined where something is wrong. */
  #checkBindings(
    path: Path,
    bindings: Bindings,
    declared: Readonly<Record<string, Parameter>>,
    names: Names,
    owner: string,
  ): Readonly<Record<string, ParameterValue>> | undefined {
    const before = this.diagnostics.length
    const values: Record<string, ParameterValue> = {}
    for (const [name, binding] of Object.entries(bindings)) {
      const at = [...path, 'with', name]
      if (!Object.hasOwn(declared, name)) {
        this.#unknown(at, 'parameter', name, Object.keys(declared), `${owner} has no such parameter: \`with\``)
        continue
      }
      for (const [index, plain] of this.#possibleValues(binding, names).entries()) {
        const parsed = parseParameter(declared[name]!, plain)
        if ('problem' in parsed) this.#fault(at, `Parameter \`${name}\` of ${owner}`, parsed.problem)
        else if (index === 0) values[name] = parsed.value
      }
    }
    for (const [name, { required }] of Object.entries(declared)) {
      if (required && !Object.hasOwn(bindings, name))
        this.#fault([...path, 'with'], owner, `needs its parameter \`${name}\``)
    }
    return this.diagnostics.length > before ? undefined : values
  }

  #references(path: Path, bindings: readonly (Binding | undefined)[], names: Names): void {
    for (const name of referencesOf(bindings)) {
      this.#used.add(`parameter ${name}`)
      const known = [...Object.keys(names.parameters), ...this.#choices]
      if (!known.includes(name))
        this.#unknown(
          [...path, 'with'],
          'value',
          `$${name}`,
          known.map((each) => `$${each}`),
          'This',
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
    if (this.#choices.includes(name)) return ['example']
    const parameter = Object.hasOwn(names.parameters, name) ? names.parameters[name] : undefined
    if (!parameter) return []
    const allowed = parameter.type === 'list' ? [] : (parameter.values ?? [])
    return [plainValue(parameter, sampleValue(parameter)), ...allowed]
  }

  #checkOffered(path: Path, column: string): void {
    const known = [...this.#columns.values()].flatMap((columns) => columns?.map(({ name }) => name) ?? [])
    if (known.length > 0 && !known.includes(column))
      this.#unknown(path, 'column', column, [...new Set(known)], '`column`')
  }

  #checkUnused(): void {
    const unused = (kind: string, path: string, names: readonly string[]) => {
      for (const name of names) {
        if (this.#used.has(`${kind} ${name}`)) continue
        const capital = `${kind[0]!.toUpperCase()}${kind.slice(1)}`
        this.#report('NBL006', { kind: capital, name }, [path, name], undefined, 'warning')
      }
    }
    // Code may use what no binding names.
    const all = [this.#definition, ...Object.values(this.#definition.followUps)].flatMap(({ data, sections }) => [
      ...Object.values(data),
      ...sections.flatMap(({ source }) => source ?? []),
    ])
    if (all.some(({ kind }) => kind === 'compute')) return
    unused('option', 'options', Object.keys(this.#definition.options))
    unused('parameter', 'parameters', Object.keys(this.#definition.parameters))
    unused('data', 'data', Object.keys(this.#definition.data))
  }

  #column(path: Path, column: string, columns: readonly ColumnType[], where: string): ColumnType | undefined {
    const found = columns.find(({ name }) => name === column)
    if (found) return found
    const names = columns.map(({ name }) => name)
    const close = nearest(column, names)
    const hint = close === undefined ? undefined : `Did you mean \`${close}\`?`
    this.#report('NBL004', { column, where, columns: names.join(', ') }, path, hint)
    return undefined
  }

  #unknown(path: Path, kind: string, name: string, known: readonly string[], where: string): void {
    const close = nearest(name, known)
    const hint = close ? `Did you mean \`${close}\`?` : known.length > 0 ? `There are ${known.join(', ')}.` : undefined
    this.#report('NBL001', { kind, name, where }, path, hint)
  }

  #fault(path: Path, where: string, problem: string): void {
    this.#report('NBL002', { where, problem }, path)
  }

  #report<Code extends Parameters<typeof notebookletDiagnostic>[0]>(
    code: Code,
    parameters: Parameters<typeof notebookletDiagnostic<Code>>[1],
    path: Path,
    hint?: string,
    severity?: Diagnostic['severity'],
  ): void {
    const { source } = this.#document
    const span = this.#document.spanOf(path)
    this.diagnostics.push(notebookletDiagnostic(code, parameters, { source, span, hint, severity }))
  }
}
