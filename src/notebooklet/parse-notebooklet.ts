import type { Diagnostic, Source, Span } from '../lib/diagnostic.ts'
import { answerColumns } from '../providers/lookups/answer-table.ts'
import { declarationProblem, type Parameter } from '../queries/parameter.ts'
import { checkYaml, readYaml, type YamlDocument } from '../queries/yaml-document.ts'
import type {
  ChoiceDefinition,
  FollowUpDefinition,
  NotebookletDefinition,
  SectionDefinition,
  TableSource,
} from './definition.ts'
import { notebookletDiagnostic } from './messages.ts'
import {
  notebookletSchema,
  type WrittenFollowUp,
  type WrittenNotebooklet,
  type WrittenSection,
  type WrittenSource,
} from './notebooklet-schema.ts'
import type { StepDefinition } from './step.ts'
import type { View } from './view.ts'

/** A definition as far as it could be read, and the place of everything in it. */
export interface ParsedNotebooklet {
  readonly definition?: NotebookletDefinition
  readonly document: YamlDocument
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads a notebooklet written in YAML. What it refers to is checked by `checkNotebooklet`. */
export function parseNotebooklet(
  name: string,
  content: string,
  steps: Readonly<Record<string, StepDefinition>> = {},
): ParsedNotebooklet {
  return fromDocument(readYaml(name, content), steps)
}

/** Takes a notebooklet written in TypeScript: the same keys, and `compute` functions. `name` is its file. */
export function takeNotebooklet(
  name: string,
  written: unknown,
  steps: Readonly<Record<string, StepDefinition>> = {},
): ParsedNotebooklet {
  const start: Span = { start: 0, end: 0 }
  const source: Source = { name, text: '' }
  const document: YamlDocument = {
    source,
    value: written,
    diagnostics: [],
    spanOf: () => start,
    blockAt: () => ({ hindrance: 'TypeScript' }),
  }
  return fromDocument(document, steps)
}

function fromDocument(document: YamlDocument, steps: Readonly<Record<string, StepDefinition>>): ParsedNotebooklet {
  const { value: written, diagnostics } = checkYaml(document, notebookletSchema, 'a notebooklet')
  if (!written) return { document, diagnostics }
  const reader = new Reader(document)
  const definition = reader.definition(written, steps)
  return { definition, document, diagnostics: reader.diagnostics }
}

class Reader {
  readonly diagnostics: Diagnostic[] = []
  readonly #document: YamlDocument

  constructor(document: YamlDocument) {
    this.#document = document
  }

  definition(written: WrittenNotebooklet, steps: Readonly<Record<string, StepDefinition>>): NotebookletDefinition {
    const { 'follow-ups': followUps, data, sections, value, ...rest } = written
    this.#parameters(['parameters'], rest.parameters)
    const declaredValue = value && { required: value.default === undefined, ...value }
    if (declaredValue) this.#parameters([], { value: declaredValue })
    return {
      ...rest,
      value: declaredValue,
      data: this.#data(['data'], data),
      sections: sections.map((section, index) => this.#section(['sections', index], section)),
      followUps: mapRecord(followUps, (followUp, id) => this.#followUp(['follow-ups', id], followUp)),
      steps,
    }
  }

  #data(
    path: readonly PropertyKey[],
    written: Readonly<Record<string, WrittenSource>>,
  ): Readonly<Record<string, TableSource>> {
    return mapRecord(written, (source, name) => {
      const read = this.#source([...path, name], source)
      if (!read)
        this.#fault(
          [...path, name],
          `\`${name}\``,
          'says not where its table comes from: give it `query`, `sources`, `from`, `enquiry` or `lookup`',
        )
      return read ?? { kind: 'from', from: [], with: {} }
    })
  }

  #section(path: readonly PropertyKey[], written: WrittenSection): SectionDefinition {
    const { id, title, text, entities, empty } = written
    const { run, ...rest } = this.#sectionRun(path, written)
    const source = this.#source(path, rest)
    const view = source?.kind === 'lookup' && written.view === 'table' ? answerView : viewOf(written.view)
    if (!source && !run && view.kind !== 'text') {
      this.#fault(
        path,
        `Section \`${id}\``,
        'has no table to draw: give it `query`, `sources`, `from`, `enquiry`, `lookup` or `run`, or `view: { text: … }`',
      )
    }
    const choose = written.choose === undefined ? undefined : choiceOf(written.choose)
    return {
      id,
      title,
      text,
      source,
      run,
      when: list(written.when),
      needs: list(written.needs),
      choose,
      view,
      entities,
      empty,
    }
  }

  /** What a section runs instead of having a table, and the section without that. */
  #sectionRun(path: readonly PropertyKey[], written: WrittenSection): WrittenSource & Pick<SectionDefinition, 'run'> {
    const { run, value, sections, ...rest } = written
    if (run === undefined) {
      for (const key of ['value', 'sections'] as const) {
        if (written[key] === undefined || (key === 'sections' && sections.length === 0)) continue
        this.#fault([...path, key], `\`${key}\``, 'belongs to `run` with another notebooklet')
      }
      return { ...rest, run: undefined }
    }
    const others = ['query', 'sources', 'from', 'enquiry', 'lookup', 'compute', 'choose'] as const
    for (const key of others) {
      if (rest[key] !== undefined)
        this.#fault([...path, key], `\`${key}\``, 'stands beside `run`: the other notebooklet has its own')
    }
    const { around, within, ...beside } = rest
    return { ...beside, with: {}, run: { notebooklet: run, value, with: written.with, around, within, sections } }
  }

  #followUp(path: readonly PropertyKey[], written: WrittenFollowUp): FollowUpDefinition {
    this.#parameters([...path, 'parameters'], written.parameters)
    const { run, value, around, within, sections } = written
    const where = `Follow-up \`${String(path.at(-1))}\``
    if ((run === undefined) === (sections.length === 0)) {
      this.#fault(path, where, 'has either `sections`, or `run` with another notebooklet')
    }
    const ofRun = [value, around, within].some((each) => each !== undefined) || Object.keys(written.with).length > 0
    if (run === undefined && ofRun) {
      this.#fault(path, where, 'has a `value`, `around`, `within` or `with` without `run`')
    }
    return {
      title: written.title,
      text: written.text,
      when: list(written.when),
      needs: list(written.needs),
      parameters: written.parameters,
      data: this.#data([...path, 'data'], written.data),
      sections: sections.map((section, index) => this.#section([...path, 'sections', index], section)),
      run: run === undefined ? undefined : { notebooklet: run, value, with: written.with, around, within },
    }
  }

  #source(path: readonly PropertyKey[], written: WrittenSource): TableSource | undefined {
    const { query, sources, from, enquiry, lookup, compute, step, only, around, within } = written
    const given = Object.entries({ query, sources, from, enquiry, lookup, compute }).filter(
      ([, value]) => value !== undefined,
    )
    if (given.length === 0) return undefined
    const refuse = (key: string, problem: string) => this.#fault([...path, key], `\`${key}\``, problem)
    if (given.length > 1) {
      refuse(given[1]![0], `stands beside \`${given[0]![0]}\`: a table comes from one of them`)
    }
    if (step !== undefined && from === undefined) {
      refuse(
        'step',
        `belongs to \`from\`: name the table under \`data\`${query === undefined ? '' : `, as \`data: { found: { query: ${query} } }\``}, and write \`from: found\` here`,
      )
    }
    if (only !== undefined && sources === undefined) refuse('only', 'belongs to `sources`')
    const hasBindings = Object.keys(written.with).length > 0
    for (const [key, time] of Object.entries({ around, within })) {
      if (time !== undefined && query === undefined && sources === undefined)
        refuse(key, 'belongs to `query`, `sources` or `run`')
    }
    if (query !== undefined) return { kind: 'query', query, with: written.with, around, within }
    if (enquiry !== undefined) return { kind: 'enquiry', enquiry, with: written.with }
    if (sources !== undefined) {
      if (hasBindings) refuse('with', 'stands with each of the `sources`')
      return { kind: 'sources', sources, only, around, within }
    }
    if (from !== undefined) {
      if (hasBindings && step === undefined) refuse('with', 'has no `step` to go to')
      return { kind: 'from', from: list(from), step, with: written.with }
    }
    if (lookup !== undefined) {
      if (hasBindings) refuse('with', 'has no place beside `lookup`, which holds all it is told')
      if (lookup.from.length > 0 !== Object.keys(lookup.columns).length > 0)
        refuse('lookup', 'needs `from` and `columns` together: which columns of that data hold what')
      if (lookup.from.length === 0 && lookup.value === undefined)
        refuse('lookup', 'has nothing to look up: give it `from` and `columns`, or `value`')
      return { kind: 'lookup', lookup: { ...lookup, from: list(lookup.from), only: list(lookup.only) } }
    }
    return { kind: 'compute', compute: compute! }
  }

  #parameters(path: readonly PropertyKey[], parameters: Readonly<Record<string, Parameter>>): void {
    for (const [name, parameter] of Object.entries(parameters)) {
      const problem = declarationProblem(parameter)
      if (problem !== undefined) this.#fault([...path, name], `Parameter \`${name}\``, problem)
    }
  }

  #fault(path: readonly PropertyKey[], where: string, problem: string): void {
    const { source } = this.#document
    this.diagnostics.push(
      notebookletDiagnostic('NBL002', { where, problem }, { source, span: this.#document.spanOf(path, 'key') }),
    )
  }
}

/** What was said as it was said is for JSON and for the screen’s record. */
const answerView: View = {
  kind: 'table',
  columns: answerColumns.map(({ name }) => name).filter((name) => name !== 'Raw' && name !== 'AsOf'),
}

function list(written: string | readonly string[]): readonly string[] {
  return typeof written === 'string' ? [written] : written
}

function choiceOf(written: NonNullable<WrittenSection['choose']>): ChoiceDefinition {
  return typeof written === 'string' ? { id: written, label: [] } : written
}

function viewOf(written: WrittenSection['view']): View {
  if (typeof written === 'string') return { kind: written }
  const [kind, shape] = Object.entries(written)[0]!
  // The schema checked the shape against its kind.
  return { kind, ...(shape as object) } as View
}

function mapRecord<A, B>(record: Readonly<Record<string, A>>, map: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]))
}
