import pLimit from 'p-limit'
import { HuntletError, nearest } from '../lib/diagnostic.ts'
import type { Workspace } from '../providers/workspace.ts'
import { choicesNeeded, refuseUnusedAnswers } from './choices.ts'
import { collectEntities } from './collect-entities.ts'
import type { FollowUpDefinition, NotebookletDefinition, SectionDefinition } from './definition.ts'
import type { RunHooks, RunRequest } from './desk.ts'
import { type RunScope, resolveBinding, resolveBindings, stopIfCancelled } from './evaluate.ts'
import type { Library } from './library.ts'
import { type ResolvedRequest, reopenRequest, resolveParameters, resolveRequest } from './request.ts'
import type { Choice, FollowUpOffer, ResultData, Section } from './result-data.ts'
import { isWanted, outcomesOf, refuseOpenChoices, runSections } from './run-sections.ts'

/** Queries of one run that a workspace answers at once: as many as Log Analytics allows one user. */
const queriesAtOnce = 5

/** What a run came to, and all it needs to go on with follow-ups. */
export interface Run {
  readonly data: ResultData
  readonly scope: RunScope
  readonly library: Library
  /** Runs of other notebooklets that follow-ups made, by id of the follow-up. */
  readonly others: ReadonlyMap<string, Run>
}

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
): Promise<Run> {
  const resolved = await resolveRequest(definition, workspace, request)
  const scope = scopeOf(definition, workspace, library, resolved)
  const { sections, choices } = await runSections({ ...scope, hooks }, definition.sections)
  const ids = definition.sections.flatMap(({ choose }) => choose?.id ?? [])
  refuseUnusedAnswers(resolved.answers, choices, ids)
  return finished({ scope, library, others: new Map() }, sections, choices, [])
}

/** A saved Result's run, ready to go on. Named data is fetched anew when a follow-up wants it. */
export function reopenRun(
  data: ResultData,
  definition: NotebookletDefinition,
  workspace: Workspace,
  library: Library,
): Run {
  const scope = scopeOf(definition, workspace, library, reopenRequest(definition, data.request))
  return { data, scope, library, others: new Map() }
}

function scopeOf(
  definition: NotebookletDefinition,
  workspace: Workspace,
  library: Library,
  request: ResolvedRequest,
): RunScope {
  const kept: ReturnType<RunScope['kept']> = new Map()
  return {
    definition,
    findQuery: (id) => library.findQuery(id),
    workspace,
    request,
    values: request.values,
    choices: {},
    sources: definition.data,
    kept: () => kept,
    common: new Set(),
    limit: pLimit(queriesAtOnce),
    hooks: {},
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
  const followUp = Object.hasOwn(definition.followUps, name) ? definition.followUps[name] : undefined
  if (!followUp || (rest.length > 0 && !followUp.run)) throw unknownFollowUp(run, id)
  const made = outcomesOf(run.data.choices, run.data.request.choices)
  refuseOpenChoices(followUpNeeds(definition, followUp), made)
  const { choices } = run.data.request
  const scope: RunScope = { ...run.scope, values: { ...run.scope.values, ...choices }, choices, hooks }
  if (!followUp.run) return runOwnSections(run, scope, id, followUp, written)
  const known = rest.length > 0 ? run.others.get(name) : undefined
  const other = known ?? (await runOther(scope, run, name, followUp, rest.length > 0 ? {} : written))
  const grown = rest.length > 0 ? await growRun(other, rest.join('/'), written, under(name, hooks)) : other
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
  const { sections } = await runSections(own, placed(run.data.sections, id, followUp, told), made, id)
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

/** Another notebooklet over the same time, on what the follow-up binds. */
async function runOther(
  scope: RunScope,
  run: Run,
  id: string,
  followUp: FollowUpDefinition,
  written: Readonly<Record<string, unknown>>,
): Promise<Run> {
  const { values } = resolveParameters(id, followUp.parameters, written)
  const own = { ...scope, values: { ...scope.values, ...values } }
  const { notebooklet, value, with: bindings } = followUp.run!
  const definition = await run.library.findNotebooklet(notebooklet)
  stopIfCancelled(scope)
  const { start, end } = scope.request.said.timeRange
  const bound = value === undefined ? undefined : String(resolveBinding(own, value))
  // Values are checked against the other notebooklet's parameters, whatever their type here.
  const parameters = resolveBindings(own, bindings) as Record<string, string>
  const request = { value: bound, parameters, start, end }
  return startRun(definition, scope.workspace, run.library, request, under(id, scope.hooks))
}

function withOther(sections: readonly Section[], key: string, other: readonly Section[]): readonly Section[] {
  const added = other.map((section) => ({ ...section, id: `${key}/${section.id}`, followUp: key }))
  return [...sections.filter(({ followUp }) => followUp !== key), ...added]
}

function withSections(old: readonly Section[], added: readonly Section[]): readonly Section[] {
  const replaced = old.map((section) => added.find(({ id }) => id === section.id) ?? section)
  return [...replaced, ...added.filter((section) => !replaced.includes(section))]
}

/** Events of another notebooklet's run, under the ids its sections will have here. */
function under(key: string, { signal, onEvent }: RunHooks): RunHooks {
  const named = (id: string) => `${key}/${id}`
  return {
    signal,
    onEvent: (event) => {
      switch (event.kind) {
        case 'plan':
          return onEvent?.({ ...event, sections: event.sections.map((each) => ({ ...each, id: named(each.id) })) })
        case 'section':
          return onEvent?.({ ...event, section: { ...event.section, id: named(event.section.id), followUp: key } })
        case 'progress':
        case 'query-started':
        case 'query-finished':
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
  return Object.entries(definition.followUps).flatMap(([id, followUp]) => {
    const isReady = [...followUpNeeds(definition, followUp)].every((need) => made[need]?.kind === 'chosen')
    if (!isReady || !isWanted(followUp.when, request.said.options)) return []
    const parameters = Object.entries(followUp.parameters).map(([name, { text = '', column, ...rest }]) => ({
      name,
      text,
      required: rest.required === true,
      column,
    }))
    const done = sections.some((section) => section.followUp === id)
    const nested = (run.others.get(id)?.data.followUps ?? []).map((offer) => ({ ...offer, id: `${id}/${offer.id}` }))
    return [{ id, title: followUp.title, parameters, done }, ...nested]
  })
}

function followUpNeeds(definition: NotebookletDefinition, followUp: FollowUpDefinition): ReadonlySet<string> {
  const sources = { ...definition.data, ...followUp.data }
  const needed = new Set(followUp.needs)
  const sections = followUp.sections.length > 0 ? followUp.sections : [{ needs: [], source: undefined }]
  for (const section of sections) {
    for (const id of choicesNeeded(definition, sources, section)) needed.add(id)
  }
  if (followUp.run) {
    const { value, with: bindings } = followUp.run
    const source = { kind: 'query', query: '', with: { ...bindings, ...(value !== undefined && { value }) } } as const
    for (const id of choicesNeeded(definition, sources, { needs: [], source })) needed.add(id)
  }
  return needed
}

function unknownFollowUp({ data }: Run, id: string): HuntletError {
  const known = data.followUps.map((offer) => offer.id)
  const close = nearest(id, known)
  const hint = close ? `Did you mean \`${close}\`?` : `Follow-ups: ${known.join(', ') || 'none'}.`
  return new HuntletError('UNKNOWN_FOLLOW_UP', `\`${data.notebooklet}\` has no follow-up \`${id}\`.`, { hint })
}
