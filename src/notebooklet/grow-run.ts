import { HuntletError, nearest } from '../lib/diagnostic.ts'
import type { FollowUpDefinition, SectionDefinition } from './definition.ts'
import type { RunHooks } from './desk.ts'
import { finishedRun, type Run } from './finished-run.ts'
import { followUpNeeds } from './follow-up-offers.ts'
import { hooksUnder } from './hooks-under.ts'
import { resolveParameters } from './request.ts'
import type { Section } from './result-data.ts'
import { runWithin, sectionsOf } from './run.ts'
import type { RunScope } from './run-scope.ts'
import { outcomesOf, refuseOpenChoices, runSections } from './run-sections.ts'

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
    known ?? (await runWithin({ ...own, hooks: hooksUnder(name, hooks, name), within: [] }, run.library, followUp.run))
  const grown = rest.length > 0 ? await growRun(other, rest.join('/'), written, hooksUnder(name, hooks, name)) : other
  const sections = withOther(run.data.sections, name, grown.data.sections)
  const notices = [...new Set([...run.data.notices, ...grown.data.notices])]
  return finishedRun({ ...run, others: new Map(run.others).set(name, grown) }, sections, run.data.choices, notices)
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
  return finishedRun(run, withSections(run.data.sections, sections), run.data.choices, run.data.notices)
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
  const own = { ...scope, hooks: hooksUnder(place.id, hooks) }
  const other = run.others.get(place.id) ?? (await runWithin(own, run.library, place.run!))
  const grown = await growRun(other, id, written, own.hooks)
  const at = run.data.sections.findIndex((section) => isAt(place.id, section))
  const sections = run.data.sections.filter((section) => !isAt(place.id, section))
  return finishedRun(
    { ...run, others: new Map(run.others).set(place.id, grown) },
    sections.toSpliced(at < 0 ? sections.length : at, 0, ...sectionsOf(place, grown)),
    run.data.choices,
    [...new Set([...run.data.notices, ...grown.data.notices])],
  )
}

function isAt(place: string, { id }: Section): boolean {
  return id === place || id.startsWith(`${place}/`)
}

function withOther(sections: readonly Section[], key: string, other: readonly Section[]): readonly Section[] {
  const added = other.map((section) => ({ ...section, id: `${key}/${section.id}`, followUp: key }))
  return [...sections.filter(({ followUp }) => followUp !== key), ...added]
}

function withSections(old: readonly Section[], added: readonly Section[]): readonly Section[] {
  const replaced = old.map((section) => added.find(({ id }) => id === section.id) ?? section)
  return [...replaced, ...added.filter((section) => !replaced.includes(section))]
}

function unknownFollowUp({ data }: Run, id: string): HuntletError {
  const known = data.followUps.map((offer) => offer.id)
  const close = nearest(id, known)
  const hint = close ? `Did you mean \`${close}\`?` : `Follow-ups: ${known.join(', ') || 'none'}.`
  return new HuntletError('UNKNOWN_FOLLOW_UP', `\`${data.notebooklet}\` has no follow-up \`${id}\`.`, { hint })
}
