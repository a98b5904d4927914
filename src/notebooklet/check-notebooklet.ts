import type { Diagnostic } from '../lib/diagnostic.ts'
import type { YamlDocument } from '../queries/yaml-document.ts'
import { checkNames, checkUnused } from './check-names.ts'
import { CheckReport, type Path } from './check-report.ts'
import { choicesNeeded } from './choices.ts'
import type {
  FollowUpDefinition,
  NotebookletDefinition,
  OtherRun,
  SectionDefinition,
  SectionRun,
} from './definition.ts'
import { type CheckContext, type Columns, type Names, SourceColumns } from './source-columns.ts'
import { isOfKind, viewColumns } from './view-columns.ts'

/**
 * Checks all that a notebooklet refers to: options, parameters, choices, data, queries and their parameters, steps and
 * their options, other notebooklets, and that the columns its views, choices and entities name are in their tables.
 */
export function checkNotebooklet(
  definition: NotebookletDefinition,
  document: YamlDocument,
  context: CheckContext,
): readonly Diagnostic[] {
  const report = new CheckReport(document)
  new Checker(definition, context, report).checkAll()
  return report.diagnostics
}

type OtherNotebooklet = ReturnType<CheckContext['findNotebooklet']>

class Checker {
  readonly #definition: NotebookletDefinition
  readonly #context: CheckContext
  readonly #report: CheckReport
  readonly #tables: SourceColumns
  readonly #choices: readonly string[]

  constructor(definition: NotebookletDefinition, context: CheckContext, report: CheckReport) {
    this.#definition = definition
    this.#context = context
    this.#report = report
    this.#tables = new SourceColumns(context, definition.steps, report)
    this.#choices = definition.sections.flatMap(({ choose }) => choose?.id ?? [])
  }

  checkAll(): void {
    const { parameters, value, data, sections, followUps } = this.#definition
    const names: Names = {
      parameters: { ...parameters, ...(value && { value }) },
      choices: this.#choices,
      sources: data,
      sourcePath: (name) => ['data', name],
    }
    checkNames(this.#definition, this.#report)
    for (const [name, source] of Object.entries(data)) this.#tables.of(['data', name], source, names, [name])
    this.#checkSections(['sections'], sections, names)
    for (const [id, followUp] of Object.entries(followUps)) this.#checkFollowUp(id, followUp, names)
    checkUnused(this.#definition, this.#tables.used, this.#report)
  }

  #checkFollowUp(id: string, followUp: FollowUpDefinition, outer: Names): void {
    const path = ['follow-ups', id]
    this.#checkConditions(path, followUp)
    for (const name of Object.keys(followUp.parameters)) {
      const isTaken = Object.hasOwn(outer.parameters, name) || this.#choices.includes(name)
      if (isTaken)
        this.#report.fault([...path, 'parameters', name], `\`${name}\``, 'is the name of a parameter or choice already')
    }
    const names: Names = {
      parameters: { ...outer.parameters, ...followUp.parameters },
      choices: this.#choices,
      sources: { ...outer.sources, ...followUp.data },
      sourcePath: (name) => (Object.hasOwn(followUp.data, name) ? [...path, 'data', name] : outer.sourcePath(name)),
    }
    for (const [name, source] of Object.entries(followUp.data)) {
      if (Object.hasOwn(outer.sources, name)) {
        this.#report.fault([...path, 'data', name], `\`${name}\``, 'is the name of data of the notebooklet already')
      }
      this.#tables.of([...path, 'data', name], source, names, [name])
    }
    this.#checkSections([...path, 'sections'], followUp.sections, names, true)
    if (followUp.run) this.#checkRun(path, followUp.run, names, 'This follow-up')
    for (const [name, { column }] of Object.entries(followUp.parameters)) {
      if (column !== undefined) this.#checkOffered([...path, 'parameters', name, 'column'], column)
    }
  }

  #checkRun(path: Path, run: OtherRun, names: Names, what: string): OtherNotebooklet {
    const other = this.#context.findNotebooklet(run.notebooklet)
    if (!other) {
      this.#report.unknown([...path, 'run'], 'notebooklet', run.notebooklet, this.#context.notebookletIds, what)
      return undefined
    }
    this.#tables.references(path, { value: run.value, around: run.around, within: run.within }, names)
    this.#tables.references([...path, 'with'], run.with, names)
    this.#tables.time(path, run)
    if (run.value === undefined && other.value?.required) {
      this.#report.fault([...path, 'run'], `\`${other.id}\``, 'needs a `value`')
    }
    if (run.value !== undefined && !other.value)
      this.#report.fault([...path, 'value'], `\`${other.id}\``, 'takes no value')
    this.#tables.bindings(path, run.with, other.parameters, names, `\`${other.id}\``)
    return other
  }

  /** A section that runs another notebooklet: the sections it keeps are there, and it does not come to run itself. */
  #checkSectionRun(path: Path, run: SectionRun, names: Names): void {
    const other = this.#checkRun(path, run, names, 'This section')
    if (!other) return
    const known = other.sections.map(({ id }) => id)
    for (const [index, id] of run.sections.entries()) {
      if (!known.includes(id))
        this.#report.unknown([...path, 'sections', index], 'section', id, known, `\`${other.id}\``)
    }
    const reached = new Set<string>()
    const visit = (id: string) => {
      if (reached.has(id)) return
      reached.add(id)
      for (const section of this.#context.findNotebooklet(id)?.sections ?? [])
        if (section.run) visit(section.run.notebooklet)
    }
    visit(other.id)
    if (reached.has(this.#definition.id))
      this.#report.fault([...path, 'run'], `\`${other.id}\``, 'comes to run this notebooklet again')
  }

  #checkSections(path: Path, sections: readonly SectionDefinition[], names: Names, isFollowUp = false): void {
    const made = new Set(isFollowUp ? this.#choices : [])
    for (const [index, section] of sections.entries()) {
      const at = [...path, index]
      this.#checkConditions(at, section)
      for (const need of choicesNeeded(this.#definition, names.sources, section)) {
        const isUnknown = section.needs.includes(need) && !this.#choices.includes(need)
        if (made.has(need) || isUnknown) continue
        const problem = `uses the choice \`${need}\`, which a section after it makes`
        this.#report.fault(
          at,
          `Section \`${section.id}\``,
          this.#choices.includes(need) ? problem : `waits for the choice \`${need}\`, which no section makes`,
        )
      }
      if (section.choose) {
        made.add(section.choose.id)
        if (isFollowUp)
          this.#report.fault(
            [...at, 'choose'],
            `Section \`${section.id}\``,
            'is in a follow-up: what it needs is a parameter of that',
          )
      }
      if (section.run) {
        if (isFollowUp)
          this.#report.fault(
            [...at, 'run'],
            '`run`',
            'stands in a section of a follow-up: give the follow-up itself `run`',
          )
        else this.#checkSectionRun(at, section.run, names)
      }
      if (section.choose?.nearest) this.#checkNearest([...at, 'choose', 'nearest'], section, names)
      if (section.source) this.#checkSectionTable(at, section, this.#tables.of(at, section.source, names, []))
    }
  }

  #checkNearest(path: Path, { id, choose }: SectionDefinition, names: Names): void {
    const { query, with: bindings, value = choose!.value } = choose!.nearest!
    const columns = this.#tables.of(path, { kind: 'query', query, with: bindings }, names, [])
    if (columns && value !== undefined) this.#report.column(path, value, columns, `\`nearest\` of \`${id}\``)
  }

  #checkSectionTable(path: Path, section: SectionDefinition, columns: Columns): void {
    if (!columns) return
    for (const { key, column, expected } of viewColumns(section.view)) {
      const viewPath = [...path, 'view', section.view.kind, key]
      const found = this.#report.column(viewPath, column, columns, `The view of \`${section.id}\``)
      if (!found || !expected || isOfKind(found.type, expected)) continue
      const where = `\`${key}: ${column}\``
      this.#report.add('NBL009', { where, type: found.type, expected }, viewPath)
    }
    for (const column of Object.keys(section.entities)) {
      this.#report.column([...path, 'entities', column], column, columns, `\`entities\` of \`${section.id}\``)
    }
    const { choose } = section
    if (!choose) return
    for (const column of [...(choose.value === undefined ? [] : [choose.value]), ...choose.label]) {
      this.#report.column([...path, 'choose'], column, columns, `\`choose\` of \`${section.id}\``)
    }
  }

  #checkConditions(
    path: Path,
    { when, needs }: { readonly when: readonly string[]; readonly needs: readonly string[] },
  ): void {
    for (const condition of when) {
      const option = condition.replace(/^!/, '')
      this.#tables.used.add(`option ${option}`)
      const known = Object.keys(this.#definition.options)
      if (!known.includes(option)) this.#report.unknown([...path, 'when'], 'option', option, known, '`when`')
    }
    for (const need of needs) {
      if (!this.#choices.includes(need))
        this.#report.unknown([...path, 'needs'], 'choice', need, this.#choices, '`needs`')
    }
  }

  #checkOffered(path: Path, column: string): void {
    const known = this.#tables.names
    if (known.length > 0 && !known.includes(column)) {
      this.#report.unknown(path, 'column', column, known, '`column`')
    }
  }
}
