import pLimit from 'p-limit'
import { HuntletError, nearest } from '../lib/diagnostic.ts'
import type { Lookup } from '../providers/lookups/lookup.ts'
import type { Workspace } from '../providers/workspace.ts'
import { ownTime, resolveBindings, resolveText } from './bindings.ts'
import { choicesNeeded, refuseUnusedAnswers } from './choices.ts'
import { collectEntities } from './collect-entities.ts'
import type {
  FollowUpDefinition,
  NotebookletDefinition,
  OtherRun,
  SectionDefinition,
  SectionRun,
} from './definition.ts'
import type { RunHooks, RunRequest } from './desk.ts'
import { entityOfColumn } from './entity-columns.ts'
import type { Library } from './library.ts'
import { lookupsBeside } from './lookups-beside.ts'
import { fitting, type ResolvedRequest, reopenRequest, resolveParameters, resolveRequest } from './request.ts'
import type { Choice, FollowUpOffer, ResultData, Section } from './result-data.ts'
import { type RunScope, stopIfCancelled } from './run-scope.ts'
import { isWanted, outcomesOf, type RunOther, refuseOpenChoices, runSections } from './run-sections.ts'
import { SourceFailure } from './source-failure.ts'

/** Queries of one run that a workspace answers at once where it does not say: as many as Log Analytics allows one user. */
const queriesAtOnce = 5

/** What a run came to, and all it needs to go on with follow-ups. */
export interface Run {
  readonly data: ResultData
  readonly scope: RunScope
  readonly library: Library
  /** Runs of other notebooklets, by the id of the section or follow-up that made them. */
  readonly others: ReadonlyMap<string, Run>
}

/** A run that is part of another: asked beside its queries, and never of what it is itself within. */
type Outer = Pick<RunScope, 'limit' | 'lookups' | 'within'>

/**
 * Runs a notebooklet. Throws HuntletError for a request that is wrong (`UNKNOWN_OPTION`, `UNKNOWN_PARAMETER`,
 * `INVALID_TIME_RANGE`, `MISSING_VALUE`, `UNKNOWN_CHOICE` …) and `CANCELLED`; what fails in a section is told by the section.
 */
export async function startRun(
  definition: NotebookletDefinition,
  workspace: Workspace,
  library: Library,
  request: Omit<RunRequest, 'notebooklet'>,
  hooks: RunHooks,
  outer?: Outer,
): Promise<Run> {
  const resolved = await resolveRequest(definition, workspace, request)
  const scope = { ...scopeOf(definition, workspace, library, resolved, hooks.lookups), ...outer }
  const others = new Map<string, Run>()
  const runOther: RunOther = async (within, section) => {
    try {
      const other = await runWithin({ ...within, hooks: under(section.id, hooks) }, library, section.run!)
      others.set(section.id, other)
      return sectionsOf(section, other)
    } catch (error) {
      // Data that a binding reads could not be had.
      if (error instanceof SourceFailure) return [failedRun(section, error)]
      if (!(error instanceof HuntletError) || error.code === 'CANCELLED') throw error
      return [failedRun(section, error)]
    }
  }
  const { sections, choices } = await runSections({ ...scope, hooks }, definition.sections, { runOther })
  const ids = definition.sections.flatMap(({ choose }) => choose?.id ?? [])
  refuseUnusedAnswers(resolved.answers, choices, ids)
  return finished({ scope, library, others }, sections, choices, noticesOf(others.values()))
}

/** The sections of another notebooklet as they stand in the place of the section that runs it. */
function sectionsOf({ id: place, run }: SectionDefinition, other: Run): readonly Section[] {
  const isKept = ({ id, followUp }: Section) =>
    run!.sections.length === 0 || followUp !== undefined || run!.sections.includes(id)
  return other.data.sections.filter(isKept).map((section) => ({ ...section, id: `${place}/${section.id}` }))
}

function failedRun({ id, title, text, view }: SectionDefinition, error: HuntletError | SourceFailure): Section {
  const failed = { id, title, text, view, status: 'failed', entityColumns: {} } as const
  if (error instanceof SourceFailure) return { ...failed, notices: error.notices, queries: error.queries }
  const { message, hint } = error
  return { ...failed, notices: [hint === undefined ? message : `${message} ${hint}`], queries: [] }
}

function noticesOf(runs: Iterable<Run>): readonly string[] {
  return [...new Set([...runs].flatMap(({ data }) => data.notices))]
}

/** A saved Result's run, ready to go on. Named data is fetched anew when a follow-up wants it. */
export function reopenRun(
  data: ResultData,
  definition: NotebookletDefinition,
  workspace: Workspace,
  library: Library,
  lookups?: readonly Lookup[],
): Run {
  const scope = scopeOf(definition, workspace, library, reopenRequest(definition, data.request), lookups)
  return { data, scope, library, others: new Map() }
}

function scopeOf(
  definition: NotebookletDefinition,
  workspace: Workspace,
  library: Library,
  request: ResolvedRequest,
  lookups: readonly Lookup[] = lookupsBeside(workspace),
): RunScope {
  const kept: ReturnType<RunScope['kept']> = new Map()
  return {
    definition,
    findQuery: (id) => library.findQuery(id),
    workspace,
    entityOf: entityOfColumn(library.entityColumns),
    request,
    values: request.values,
    choices: {},
    sources: definition.data,
    kept: () => kept,
    common: new Set(),
    limit: pLimit(workspace.queriesAtOnce ?? queriesAtOnce),
    hooks: {},
    lookups,
    within: [definition.id],
  }
}

/** Runs a follow-up: the grown run. Throws `UNKNOWN_FOLLOW_UP`, `CHOICE_OPEN`, and what is thrown of parameters. */
export async function growRun(
  run: Run,
  id: string,
  written: Readonly<Record<string, unknown>>,
  hooks: RunHooks,
): Promise<Run> {
  const { definition } = run.scope
  const [name = '', ...rest] = id.split('/')
  const place = definition.sections.find((section) => section.run && section.id === name)
  if (place && rest.length > 0) return growPlace(run, place, rest.join('/'), written, hooks)
  const followUp = Object.hasOwn(definition.followUps, name) ? definition.followUps[name] : undefined
  if (!followUp || (rest.length > 0 && !followUp.run)) throw unknownFollowUp(run, id)
  const made = outcomesOf(run.data.choices, run.data.request.choices)
  refuseOpenChoices(followUpNeeds(definition, followUp), made)
  const { choices } = run.data.request
  const scope: RunScope = { ...run.scope, values: { ...run.scope.values, ...choices }, choices, hooks }
  if (!followUp.run) return runOwnSections(run, scope, id, followUp, written)
  const known = rest.length > 0 ? run.others.get(name) : undefined
  const { values } = resolveParameters(name, followUp.parameters, rest.length > 0 ? {} : written)
  const own = { ...scope, values: { ...scope.values, ...values } }
  const other =
    known ?? (await runWithin({ ...own, hooks: under(name, hooks, name), within: [] }, run.library, followUp.run))
  const grown = rest.length > 0 ? await growRun(other, rest.join('/'), written, under(name, hooks, name)) : other
  const sections = withOther(run.data.sections, name, grown.data.sections)
  const notices = [...new Set([...run.data.notices, ...grown.data.notices])]
  return finished({ ...run, others: new Map(run.others).set(name, grown) }, sections, run.data.choices, notices)
}

async function runOwnSections(
  run: Run,
  scope: RunScope,
  id: string,
  followUp: FollowUpDefinition,
  written: Readonly<Record<string, unknown>>,
): Promise<Run> {
  const { values, said } = resolveParameters(id, followUp.parameters, written)
  const kept: ReturnType<RunScope['kept']> = new Map()
  const own: RunScope = {
    ...scope,
    values: { ...scope.values, ...values },
    sources: { ...scope.sources, ...followUp.data },
    // Data of its own may use its parameters.
    kept: (name) => (Object.hasOwn(followUp.data, name) ? kept : scope.kept(name)),
  }
  const made = outcomesOf(run.data.choices, run.data.request.choices)
  const told = Object.keys(written).map((name) => `${name} ${String(said[name])}`)
  const { sections } = await runSections(own, placed(run.data.sections, id, followUp, told), { made, followUp: id })
  return finished(run, withSections(run.data.sections, sections), run.data.choices, run.data.notices)
}

/**
 * The sections of a follow-up by the ids and titles they will have in the grown Result: run again with the same parameters they
 * replace the old ones, with others they stand beside them (`-2`).
 */
function placed(
  old: readonly Section[],
  id: string,
  followUp: FollowUpDefinition,
  told: readonly string[],
): readonly SectionDefinition[] {
  const taken = new Set(old.map((section) => section.id))
  return followUp.sections.map((section) => {
    const title = told.length === 0 ? section.title : `${section.title} (${told.join(', ')})`
    const again = old.find((each) => each.followUp === id && each.title === title)
    if (again) return { ...section, id: again.id, title }
    let own = section.id
    for (let count = 2; taken.has(own); count++) own = `${section.id}-${count}`
    taken.add(own)
    return { ...section, id: own, title }
  })
}

/** A follow-up of a notebooklet that a section runs. */
async function growPlace(
  run: Run,
  place: SectionDefinition,
  id: string,
  written: Readonly<Record<string, unknown>>,
  hooks: RunHooks,
): Promise<Run> {
  const { choices } = run.data.request
  const scope: RunScope = { ...run.scope, values: { ...run.scope.values, ...choices }, choices, hooks }
  const own = { ...scope, hooks: under(place.id, hooks) }
  const other = run.others.get(place.id) ?? (await runWithin(own, run.library, place.run!))
  const grown = await growRun(other, id, written, own.hooks)
  const at = run.data.sections.findIndex((section) => isAt(place.id, section))
  const sections = run.data.sections.filter((section) => !isAt(place.id, section))
  return finished(
    { ...run, others: new Map(run.others).set(place.id, grown) },
    sections.toSpliced(at < 0 ? sections.length : at, 0, ...sectionsOf(place, grown)),
    run.data.choices,
    [...new Set([...run.data.notices, ...grown.data.notices])],
  )
}

function isAt(place: string, { id }: Section): boolean {
  return id === place || id.startsWith(`${place}/`)
}

/** Nothing is asked for a section that is not kept, unless it makes a choice, which sections and follow-ups may wait for. */
function keepingSections(definition: NotebookletDefinition, kept: readonly string[] = []): NotebookletDefinition {
  if (kept.length === 0) return definition
  return { ...definition, sections: definition.sections.filter(({ id, choose }) => choose || kept.includes(id)) }
}

/** Another notebooklet over the same time, on what is bound. Throws `RUNS_ITSELF` where this run is part of one of that notebooklet. */
async function runWithin(
  scope: RunScope,
  library: Library,
  other: OtherRun & Partial<Pick<SectionRun, 'sections'>>,
): Promise<Run> {
  const { notebooklet, value, with: bindings } = other
  const definition = keepingSections(await library.findNotebooklet(notebooklet), other.sections)
  stopIfCancelled(scope)
  if (scope.within.includes(definition.id)) {
    throw new HuntletError(
      'RUNS_ITSELF',
      `\`${definition.id}\` is run by itself: ${[...scope.within, definition.id].join(' → ')}.`,
    )
  }
  const { start, end } = scope.request.said.timeRange
  const time = (await ownTime(scope, other, notebooklet)) ?? { start, end }
  const bound = value === undefined ? undefined : await resolveText(scope, value, notebooklet)
  // Values are checked against the other notebooklet's parameters, whatever their type here.
  const told = await resolveBindings(scope, bindings, notebooklet)
  const parameters = fitting(definition.parameters, told) as Record<string, string>
  const request = { value: bound, parameters, ...time }
  const outer = { limit: scope.limit, lookups: scope.lookups, within: [...scope.within, definition.id] }
  const run = await startRun(definition, scope.workspace, library, request, scope.hooks, outer)
  if (!('around' in time)) return run
  const notice = `“${definition.title}” looks at ${run.data.request.timeRange.said}.`
  return { ...run, data: { ...run.data, notices: [notice, ...run.data.notices] } }
}

function withOther(sections: readonly Section[], key: string, other: readonly Section[]): readonly Section[] {
  const added = other.map((section) => ({ ...section, id: `${key}/${section.id}`, followUp: key }))
  return [...sections.filter(({ followUp }) => followUp !== key), ...added]
}

function withSections(old: readonly Section[], added: readonly Section[]): readonly Section[] {
  const replaced = old.map((section) => added.find(({ id }) => id === section.id) ?? section)
  return [...replaced, ...added.filter((section) => !replaced.includes(section))]
}

/** Events of another notebooklet's run, under the ids its sections will have here; `followUp`: what they are said to come from. */
function under(key: string, { signal, onEvent }: RunHooks, followUp?: string): RunHooks {
  const named = (id: string) => `${key}/${id}`
  return {
    signal,
    onEvent: (event) => {
      switch (event.kind) {
        case 'plan':
          return onEvent?.({ ...event, sections: event.sections.map((each) => ({ ...each, id: named(each.id) })) })
        case 'section':
          return onEvent?.({
            ...event,
            section: { ...event.section, id: named(event.section.id), ...(followUp && { followUp }) },
          })
        case 'progress':
        case 'query-started':
        case 'query-finished':
        case 'query-told':
          return onEvent?.({ ...event, section: named(event.section) })
        case 'choice':
          return onEvent?.(event)
      }
    },
  }
}

function finished(
  run: Omit<Run, 'data'>,
  sections: readonly Section[],
  choices: readonly Choice[],
  notices: readonly string[],
): Run {
  const common = commonNotices(run.scope.common, sections, notices)
  const without = sections.map((section) =>
    section.status === 'empty' ? section : { ...section, notices: section.notices.filter((text) => !common.has(text)) },
  )
  return { ...run, data: resultData(run, without, choices, [...common]) }
}

/** What several sections with rows say alike is said once, of the whole Result. An empty section keeps it: it may be why. */
function commonNotices(
  candidates: ReadonlySet<string>,
  sections: readonly Section[],
  before: readonly string[],
): ReadonlySet<string> {
  const withRows = sections.filter(({ status }) => status !== 'empty')
  // In the order of the sections, not in the order in which queries were answered.
  const repeated = withRows
    .flatMap(({ notices }) => notices)
    .filter((text, at, all) => candidates.has(text) && all.indexOf(text) < at)
  return new Set([...before, ...repeated])
}

function resultData(
  run: Omit<Run, 'data'>,
  sections: readonly Section[],
  choices: readonly Choice[],
  notices: readonly string[],
): ResultData {
  const { definition, request } = run.scope
  const chosen = Object.fromEntries(choices.flatMap(({ id, chosen }) => (chosen === undefined ? [] : [[id, chosen]])))
  return {
    notebooklet: definition.id,
    title: definition.title,
    request: { ...request.said, choices: chosen },
    status: statusOf(sections, choices),
    sections,
    entities: collectEntities(sections),
    followUps: followUpOffers(run, sections, choices, chosen),
    choices,
    notices,
  }
}

function statusOf(sections: readonly Section[], choices: readonly Choice[]): ResultData['status'] {
  const statuses = new Set(sections.map(({ status }) => status))
  if (choices.some(({ chosen }) => chosen === undefined)) return 'choice'
  const counted = sections.filter(({ view, table }) => view.kind !== 'text' || table)
  if (counted.length > 0 && counted.every(({ status }) => status === 'failed' || status === 'skipped')) {
    return statuses.has('failed') ? 'failed' : 'empty'
  }
  if (statuses.has('failed') || statuses.has('partial')) return 'partial'
  return counted.some(({ status }) => status === 'ok') || counted.length === 0 ? 'ok' : 'empty'
}

/** The follow-ups that can be run now: their options are on, the choices they need are made. */
function followUpOffers(
  run: Omit<Run, 'data'>,
  sections: readonly Section[],
  choices: readonly Choice[],
  chosen: Readonly<Record<string, string>>,
): readonly FollowUpOffer[] {
  const { definition, request } = run.scope
  const made = outcomesOf(choices, chosen)
  const ofPlaces = definition.sections.flatMap(({ id, run: other }) => (other ? nestedOffers(run, id) : []))
  const ofOwn = Object.entries(definition.followUps).flatMap(([id, followUp]) => {
    const isReady = [...followUpNeeds(definition, followUp)].every((need) => made[need]?.kind === 'chosen')
    if (!isReady || !isWanted(followUp.when, request.said.options)) return []
    const parameters = Object.entries(followUp.parameters).map(([name, { text = '', column, ...rest }]) => ({
      name,
      text,
      required: rest.required === true,
      column,
    }))
    const done = sections.some((section) => section.followUp === id)
    return [{ id, title: followUp.title, parameters, done }, ...nestedOffers(run, id)]
  })
  return [...ofOwn, ...ofPlaces]
}

/** What another notebooklet that was run offers, under the id of the section or follow-up that ran it. */
function nestedOffers(run: Omit<Run, 'data'>, id: string): readonly FollowUpOffer[] {
  return (run.others.get(id)?.data.followUps ?? []).map((offer) => ({ ...offer, id: `${id}/${offer.id}` }))
}

function followUpNeeds(definition: NotebookletDefinition, followUp: FollowUpDefinition): ReadonlySet<string> {
  const sources = { ...definition.data, ...followUp.data }
  const needed = new Set(followUp.needs)
  const sections = followUp.sections.length > 0 ? followUp.sections : [{ needs: [], source: undefined }]
  for (const section of sections) {
    for (const id of choicesNeeded(definition, sources, section)) needed.add(id)
  }
  if (followUp.run) {
    const run = { ...followUp.run, sections: [] }
    for (const id of choicesNeeded(definition, sources, { needs: [], source: undefined, run })) needed.add(id)
  }
  return needed
}

function unknownFollowUp({ data }: Run, id: string): HuntletError {
  const known = data.followUps.map((offer) => offer.id)
  const close = nearest(id, known)
  const hint = close ? `Did you mean \`${close}\`?` : `Follow-ups: ${known.join(', ') || 'none'}.`
  return new HuntletError('UNKNOWN_FOLLOW_UP', `\`${data.notebooklet}\` has no follow-up \`${id}\`.`, { hint })
}
