import pLimit from 'p-limit'
import { HuntletError } from '../lib/diagnostic.ts'
import type { Lookup } from '../providers/lookups/lookup.ts'
import type { Workspace } from '../providers/workspace.ts'
import { ownTime, resolveBindings, resolveText } from './bindings.ts'
import { refuseUnusedAnswers } from './choices.ts'
import type { NotebookletDefinition, OtherRun, SectionDefinition, SectionRun } from './definition.ts'
import type { RunHooks, RunRequest } from './desk.ts'
import { entityOfColumn } from './entity-columns.ts'
import { finishedRun, type Run } from './finished-run.ts'
import { hooksUnder } from './hooks-under.ts'
import type { Library } from './library.ts'
import { lookupsBeside } from './lookups-beside.ts'
import { fitting, type ResolvedRequest, reopenRequest, resolveRequest } from './request.ts'
import type { ResultData, Section } from './result-data.ts'
import { type RunScope, stopIfCancelled } from './run-scope.ts'
import { type RunOther, runSections } from './run-sections.ts'
import { SourceFailure } from './source-failure.ts'

/** Queries of one run that a workspace answers at once where it does not say: as many as Log Analytics allows one user. */
const queriesAtOnce = 5

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
  const ended = new Map<string, Run>()
  const runOther: RunOther = async (within, section) => {
    try {
      const other = await runWithin({ ...within, hooks: hooksUnder(section.id, hooks) }, library, section.run!)
      ended.set(section.id, other)
      return sectionsOf(section, other)
    } catch (error) {
      // Data that a binding reads could not be had.
      if (error instanceof SourceFailure) return [failedRun(section, error)]
      if (!(error instanceof HuntletError) || error.code === 'CANCELLED') throw error
      return [failedRun(section, error)]
    }
  }
  const { sections, choices } = await runSections({ ...scope, hooks }, definition.sections, { runOther })
  // In the order of the sections, not in the order in which they ended.
  const others = new Map(definition.sections.flatMap(({ id }) => (ended.has(id) ? [[id, ended.get(id)!]] : [])))
  const ids = definition.sections.flatMap(({ choose }) => choose?.id ?? [])
  refuseUnusedAnswers(resolved.answers, choices, ids)
  return finishedRun({ scope, library, others }, sections, choices, noticesOf(others.values()))
}

/** The sections of another notebooklet as they stand in the place of the section that runs it. */
export function sectionsOf({ id: place, run }: SectionDefinition, other: Run): readonly Section[] {
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

/** Nothing is asked for a section that is not kept, unless it makes a choice, which sections and follow-ups may wait for. */
function keepingSections(definition: NotebookletDefinition, kept: readonly string[] = []): NotebookletDefinition {
  if (kept.length === 0) return definition
  return { ...definition, sections: definition.sections.filter(({ id, choose }) => choose || kept.includes(id)) }
}

/** Another notebooklet over the same time, on what is bound. Throws `RUNS_ITSELF` where this run is part of one of that notebooklet. */
export async function runWithin(
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
