import { HuntletError } from '../lib/diagnostic.ts'
import { type Catalog, unknownNotebooklet } from './catalog.ts'
import { choicesNeeded } from './choices.ts'
import type { NotebookletDefinition, SectionDefinition } from './definition.ts'
import { type EntityType, entityTypes } from './result-data.ts'

interface Asked {
  readonly run: string
  readonly parameters?: Readonly<Record<string, string>>
}

/** What is asked about each value. */
export interface PivotQuestion {
  readonly definition: NotebookletDefinition
  /** Id of the section whose rows are joined. */
  readonly section: string
}

/**
 * The notebooklet that asks what `run` names: of a query one that has its rows only, of a notebooklet the section named and what it
 * waits for. Throws `UNKNOWN_NOTEBOOKLET`, `UNKNOWN_SECTION`, `INVALID_PARAMETER`.
 */
export async function pivotQuestion(
  catalog: Catalog,
  pivot: Asked,
  type: EntityType | undefined,
): Promise<PivotQuestion> {
  const { run } = pivot
  if (catalog.queryFiles.some(({ id }) => id === run)) return queryQuestion(catalog, pivot, type)
  const at = run.indexOf(':')
  const name = at < 0 ? run : run.slice(0, at)
  if (!catalog.notebooklets.some(({ id }) => id === name)) {
    const { code, message, hint } = unknownNotebooklet(name, catalog.notebooklets, catalog.diagnostics)
    throw new HuntletError(code, message, { hint: hint ?? 'Give a query by its id, or a notebooklet.' })
  }
  const definition = await catalog.findNotebooklet(name)
  if (!definition.value) {
    throw new HuntletError('UNKNOWN_NOTEBOOKLET', `\`${name}\` takes no value: it can’t be asked about a column.`)
  }
  const wanted = at < 0 ? firstTable(definition)?.id : run.slice(at + 1)
  const place = wanted?.split('/')[0]
  const section = definition.sections.find(({ id }) => id === place)
  if (wanted === undefined || !section) {
    const ids = definition.sections.map(({ id }) => id).join(', ')
    throw new HuntletError('UNKNOWN_SECTION', `\`${name}\` has no section \`${wanted ?? ''}\`.`, {
      hint: `Its sections: ${ids}.`,
    })
  }
  return { definition: { ...definition, sections: sectionsFor(definition, section) }, section: wanted }
}

/** The first section that shows something of the value, rather than asking which is meant. */
function firstTable({ sections }: NotebookletDefinition): SectionDefinition | undefined {
  return sections.find(({ source, choose }) => source && !choose) ?? sections.find(({ source }) => source)
}

/** A section, and those that make the choices it waits for, in their order. Its option need not be on: it was asked for. */
function sectionsFor(definition: NotebookletDefinition, section: SectionDefinition): readonly SectionDefinition[] {
  const needed = new Set<SectionDefinition>()
  const add = (each: SectionDefinition) => {
    if (needed.has(each)) return
    needed.add(each)
    for (const id of choicesNeeded(definition, definition.data, each)) {
      const maker = definition.sections.find(({ choose }) => choose?.id === id)
      if (maker) add(maker)
    }
  }
  add(section)
  return definition.sections
    .filter((each) => needed.has(each))
    .map((each) => (each === section ? { ...each, when: [] } : each))
}

/** A notebooklet of one section that is the query. */
function queryQuestion(catalog: Catalog, pivot: Asked, type: EntityType | undefined): PivotQuestion {
  const query = catalog.findQuery(pivot.run)
  const name = valueParameter(Object.keys(query.parameters), query.parameters, type, pivot)
  const { [name]: taken, ...others } = query.parameters
  const optional = Object.fromEntries(Object.entries(others).filter(([other]) => other in (pivot.parameters ?? {})))
  const bindings = Object.fromEntries(
    [name, ...Object.keys(optional)].map((each) => [each, `$${each === name ? 'value' : each}`]),
  )
  const section: SectionDefinition = {
    id: 'rows',
    title: query.title,
    source: { kind: 'query', query: query.id, with: bindings },
    when: [],
    needs: [],
    view: { kind: 'table' },
    entities: {},
  }
  const definition: NotebookletDefinition = {
    id: query.id,
    title: query.title,
    text: query.title,
    entities: [],
    keywords: [],
    value: { ...taken!, required: true },
    timespan: '7d',
    parameters: optional,
    options: {},
    data: {},
    sections: [section],
    followUps: {},
    steps: {},
  }
  return { definition, section: 'rows' }
}

/** The parameter that is given the value: the one called like the kind of entity, else the only one that must be given. */
function valueParameter(
  names: readonly string[],
  parameters: Readonly<Record<string, { readonly required?: boolean | undefined }>>,
  type: EntityType | undefined,
  { run, parameters: given = {} }: Asked,
): string {
  if (type !== undefined && names.includes(type)) return type
  const needed = names.filter((name) => parameters[name]?.required === true && !(name in given))
  const [only] = needed
  const isAnother = type !== undefined && only !== undefined && (entityTypes as readonly string[]).includes(only)
  if (needed.length === 1 && !isAnother) return only!
  if (needed.length === 1)
    throw new HuntletError('INVALID_PARAMETER', `\`${run}\` takes a value for \`${only}\`, not for \`${type}\`.`)
  const problem = needed.length === 0 ? 'has no parameter that must be given' : `must be given ${needed.join(' and ')}`
  throw new HuntletError('INVALID_PARAMETER', `\`${run}\` ${problem}: which of them is the column’s value?`, {
    hint: 'Give the kind of entity that a parameter is called by, and the others with --param.',
  })
}
