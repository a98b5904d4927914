import { HuntletError } from '../lib/diagnostic.ts'
import { withoutZeros } from '../lib/kql-time.ts'
import { noIntelligence } from '../providers/lookups/look-up.ts'
import { type ChoiceOutcome, choicesNeeded, decide, mostOptions, pinnedAnswer } from './choices.ts'
import { tableEntities } from './collect-entities.ts'
import type { SectionDefinition } from './definition.ts'
import { evaluate } from './evaluate.ts'
import type { Evaluated } from './evaluated.ts'
import { nothingToLookUp } from './look-up-in.ts'
import { nearestValues } from './nearest-values.ts'
import type { Choice, EntityType, Section } from './result-data.ts'
import { type RunScope, stopIfCancelled } from './run-scope.ts'
import { SourceFailure } from './source-failure.ts'

/** Runs the notebooklet that a section names, with the choices it was told. Throws HuntletError. */
export type RunOther = (scope: RunScope, section: SectionDefinition) => Promise<readonly Section[]>

export interface SectionsOutcome {
  readonly sections: readonly Section[]
  /** In the order of the sections that make them. */
  readonly choices: readonly Choice[]
}

/** True where the options a section or follow-up asks for are on (and those with `!` off). */
export function isWanted(when: readonly string[], options: readonly string[]): boolean {
  return when.every((name) => (name.startsWith('!') ? !options.includes(name.slice(1)) : options.includes(name)))
}

/**
 * Runs sections side by side; one that uses a choice waits for the section that makes it. `made` holds choices of an earlier
 * run. One failing query fails its section, not the run. Throws `CANCELLED` and `UNKNOWN_CHOICE`.
 */
export async function runSections(
  scope: RunScope,
  sections: readonly SectionDefinition[],
  options: {
    readonly made?: Readonly<Record<string, ChoiceOutcome>>
    readonly followUp?: string
    readonly runOther?: RunOther
  } = {},
): Promise<SectionsOutcome> {
  const { made = {}, followUp, runOther } = options
  const { hooks, request } = scope
  const wanted = sections.filter(({ when }) => isWanted(when, request.said.options))
  // A notebooklet that is run within tells its own plan.
  const own = wanted.filter(({ run }) => !run)
  hooks.onEvent?.({ kind: 'plan', sections: own.map(({ id, title }) => ({ id, title })) })
  const pending = new Map<string, PromiseWithResolvers<ChoiceOutcome>>()
  for (const { choose } of wanted) if (choose) pending.set(choose.id, Promise.withResolvers())

  const outcomeOf = (id: string): ChoiceOutcome | Promise<ChoiceOutcome> => {
    if (made[id]) return made[id]
    const waiting = pending.get(id)
    if (waiting) return waiting.promise
    const answer = pinnedAnswer(request.answers, id)
    return answer === undefined
      ? { kind: 'none', why: `the choice \`${id}\` was not met` }
      : { kind: 'chosen', value: answer }
  }

  const one = async (definition: SectionDefinition): Promise<readonly Section[]> => {
    const choice = definition.choose && pending.get(definition.choose.id)
    const settle = (outcome: ChoiceOutcome) => choice?.resolve(outcome)
    try {
      const needed = await choicesOf(scope, definition, outcomeOf)
      if ('chosen' in needed && definition.run && runOther) {
        return await runOther(withChoices(scope, needed.chosen), definition)
      }
      const section = await runSection(scope, definition, needed, settle, followUp)
      hooks.onEvent?.({ kind: 'section', section })
      return [section]
    } finally {
      // Nobody may wait for a choice whose section was skipped or failed.
      choice?.resolve({ kind: 'none', why: `“${definition.title}” could not be read` })
    }
  }
  const settled = await Promise.allSettled(wanted.map(one))
  stopIfCancelled(scope)
  const failed = settled.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
  const outcomes = await Promise.all([...pending.values()].map(({ promise }) => promise))
  return {
    sections: settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : [])),
    choices: outcomes.flatMap((outcome) => ('choice' in outcome && outcome.choice ? [outcome.choice] : [])),
  }
}

/** The choices a section waits for, or why it is skipped. */
type ChoicesMade = { readonly chosen: Readonly<Record<string, string>> } | { readonly skipped: string }

async function choicesOf(
  scope: RunScope,
  definition: SectionDefinition,
  outcomeOf: (id: string) => ChoiceOutcome | Promise<ChoiceOutcome>,
): Promise<ChoicesMade> {
  const chosen: Record<string, string> = {}
  for (const need of choicesNeeded(scope.definition, scope.sources, definition)) {
    const outcome = await outcomeOf(need)
    if (outcome.kind !== 'chosen') return { skipped: skippedBecause(need, outcome) }
    chosen[need] = outcome.value
  }
  return { chosen }
}

function withChoices(scope: RunScope, chosen: Readonly<Record<string, string>>): RunScope {
  return { ...scope, values: { ...scope.values, ...chosen }, choices: { ...scope.choices, ...chosen } }
}

async function runSection(
  scope: RunScope,
  definition: SectionDefinition,
  needed: ChoicesMade,
  settle: (outcome: ChoiceOutcome) => void,
  followUp: string | undefined,
): Promise<Section> {
  const { id, title, text, view, source } = definition
  const base = { id, title, text, view, followUp, entityColumns: {}, queries: [], notices: [] }
  if ('skipped' in needed) return { ...base, status: 'skipped', notices: [needed.skipped] }
  if (!source) return { ...base, status: 'ok' }
  if (definition.choose?.all && isAll(scope, definition.choose.id)) {
    const { id: choice, title: question = title } = definition.choose
    settle({ kind: 'chosen', value: '', choice: { id: choice, title: question, options: [], chosen: '' } })
    return { ...base, status: 'skipped', notices: ['Skipped: no value was given, so all of them are meant.'] }
  }
  try {
    const evaluated = await evaluate(withChoices(scope, needed.chosen), source, id)
    const section = { ...base, ...described(scope, definition, evaluated) }
    if (definition.choose) {
      const outcome = decide(definition, evaluated.table, scope.request.said.value ?? '', scope.request.answers)
      if ('choice' in outcome && outcome.choice) scope.hooks.onEvent?.({ kind: 'choice', choice: outcome.choice })
      settle(outcome)
      const offered = 'choice' in outcome ? (outcome.choice?.options.length ?? 0) : 0
      const taken = outcome.kind === 'chosen' && outcome.notice !== undefined ? [outcome.notice] : []
      const most = mostOptions.toLocaleString('en-US')
      const cut = offered < mostOptions ? [] : [`The first ${most} of these are offered to choose from.`]
      const near = section.status === 'empty' ? await nearestTo(scope, definition, id) : undefined
      const notices = [...(near?.notices ?? []), ...section.notices, ...taken, ...cut]
      return { ...section, notices, queries: [...section.queries, ...(near?.queries ?? [])] }
    }
    return section
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error
    return { ...base, status: 'failed', notices: error.notices, queries: error.queries }
  }
}

/** Whether nobody said which: neither by the value nor by an answer. */
function isAll({ request }: RunScope, choice: string): boolean {
  return (request.said.value ?? '').trim() === '' && pinnedAnswer(request.answers, choice) === undefined
}

/** Where nothing matches: which values there are that are written nearly so. Undefined where that cannot be asked. */
async function nearestTo(
  scope: RunScope,
  { choose }: SectionDefinition,
  section: string,
): Promise<Pick<Section, 'notices' | 'queries'> | undefined> {
  const asked = scope.request.said.value?.trim() ?? ''
  if (!choose?.nearest || asked === '') return undefined
  const { query, with: bindings, value = choose.value } = choose.nearest
  try {
    const { table, queries } = await evaluate(scope, { kind: 'query', query, with: bindings }, section)
    const column = value ?? table.columns[0]?.name ?? ''
    const known = table.column(column).flatMap((cell) => (typeof cell === 'string' && cell !== '' ? [cell] : []))
    return { notices: known.length > 0 ? [nearestText(asked, known)] : [], queries }
  } catch (error) {
    // It is an offer: that nothing matches stays true without it.
    if (error instanceof SourceFailure) return undefined
    throw error
  }
}

/** So few are named all, however they are written. */
const mostNamed = 3

function nearestText(asked: string, known: readonly string[]): string {
  const near = nearestValues(asked, known)
  if (near.length > 0) return `No “${asked}”. Did you mean ${near.join(', or ')}?`
  const there = [...new Set(known)]
  if (there.length <= mostNamed)
    return `No “${asked}”. There ${there.length === 1 ? 'is' : 'are'} only ${there.join(', ')}.`
  const many = there.length
  return `No “${asked}”, and none of the ${many.toLocaleString('en-US')} there are is written nearly so.`
}

function described(
  scope: RunScope,
  definition: SectionDefinition,
  evaluated: Evaluated,
): Pick<Section, 'status' | 'notices' | 'table' | 'queries' | 'entityColumns'> {
  const { table, queries, completeness } = evaluated
  const columns = entityColumnsOf(scope, definition, evaluated)
  const { notice } = tableEntities(table, columns)
  const isEmpty = table.rowCount === 0
  const status = completeness !== 'complete' ? 'partial' : isEmpty ? 'empty' : 'ok'
  const absence = isEmpty ? absenceNotices(scope, definition, evaluated) : []
  const notices = [...absence, ...evaluated.notices, ...(notice ? [notice] : [])]
  return { status, notices, table, queries, entityColumns: columns }
}

/** What the section says, else what the queries say and what the columns are known to be. */
function entityColumnsOf(
  scope: RunScope,
  definition: SectionDefinition,
  evaluated: Evaluated,
): Record<string, EntityType> {
  const found: Record<string, EntityType> = {}
  for (const { name, type } of evaluated.table.columns) {
    if (type !== 'string' && type !== 'dynamic' && type !== 'guid') continue
    const said = { ...evaluated.entities, ...definition.entities }
    const entity = Object.hasOwn(said, name) ? said[name] : scope.entityOf(name)
    if (entity) found[name] = entity
  }
  return found
}

/** Absence is information: what was looked at, and in which time. */
function absenceNotices(scope: RunScope, definition: SectionDefinition, evaluated: Evaluated): readonly string[] {
  const said = new Set([...evaluated.notices, ...scope.common])
  // A look-up says itself what it looked in; that nothing is known would be untrue where there is nothing to know it.
  if (definition.source?.kind === 'lookup') {
    const isIdle = evaluated.notices.some((notice) => notice === noIntelligence || notice === nothingToLookUp)
    return definition.empty === undefined || isIdle ? [] : [definition.empty]
  }
  // Where none of the tables is there, that is all there is to say; “no alert names it” would be untrue.
  if (evaluated.tables.length > 0 && evaluated.tables.every((table) => said.has(`no ${table} in this workspace`)))
    return []
  // Code has times of its own, and tables that nobody declared.
  if (evaluated.tables.length === 0 && definition.empty !== undefined) return [definition.empty]
  // What was asked gave rows, of which a step left none.
  if (evaluated.queries.some(({ rowCount }) => rowCount > 0))
    return [definition.empty ?? 'Nothing in the rows that were read.']
  const { start, end } = evaluated.timeRange ?? scope.request.said.timeRange
  // Those that are not there are named by themselves.
  const there = evaluated.tables.filter((table) => !said.has(`no ${table} in this workspace`))
  const tables = there.length > 0 ? there.join(', ') : 'what was asked'
  const looked = `Looked in ${tables}, ${withoutZeros(start)} to ${withoutZeros(end)}.`
  return [definition.empty ?? 'Nothing was found.', looked]
}

function skippedBecause(need: string, outcome: Exclude<ChoiceOutcome, { kind: 'chosen' }>): string {
  if (outcome.kind === 'none') return `Skipped: ${outcome.why}.`
  const { title, options } = outcome.choice
  return `Skipped until it is chosen: ${title} (${options.length} match; answer with --choose ${need}=…).`
}

/** The outcome of a choice as a Result holds it. */
export function outcomesOf(choices: readonly Choice[], chosen: Readonly<Record<string, string>>) {
  const outcomes: Record<string, ChoiceOutcome> = {}
  for (const choice of choices) outcomes[choice.id] = { kind: 'open', choice }
  for (const [id, value] of Object.entries(chosen)) outcomes[id] = { kind: 'chosen', value }
  return outcomes
}

/** Throws `CHOICE_OPEN` where a follow-up needs a choice that nobody made. */
export function refuseOpenChoices(needed: Iterable<string>, made: Readonly<Record<string, ChoiceOutcome>>): void {
  for (const id of needed) {
    const outcome = made[id]
    if (outcome?.kind === 'chosen') continue
    const title = outcome?.kind === 'open' ? outcome.choice.title : id
    throw new HuntletError('CHOICE_OPEN', `This needs a choice that is open: ${title}`, {
      hint: `Run it again with --choose ${id}=…`,
    })
  }
}
