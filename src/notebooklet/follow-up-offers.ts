import { choicesNeeded } from './choices.ts'
import type { FollowUpDefinition, NotebookletDefinition } from './definition.ts'
import type { Choice, FollowUpOffer, ResultData, Section } from './result-data.ts'
import type { RunScope } from './run-scope.ts'
import { isWanted, outcomesOf } from './run-sections.ts'

/** What offers come from: the notebooklet, and what the others it ran offer. */
interface Offering {
  readonly scope: Pick<RunScope, 'definition' | 'request'>
  readonly others: ReadonlyMap<string, { readonly data: Pick<ResultData, 'followUps'> }>
}

/** The follow-ups that can be run now: their options are on, the choices they need are made. */
export function followUpOffers(
  run: Offering,
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
function nestedOffers(run: Offering, id: string): readonly FollowUpOffer[] {
  return (run.others.get(id)?.data.followUps ?? []).map((offer) => ({ ...offer, id: `${id}/${offer.id}` }))
}

/** The choices that are to be made before a follow-up can be run. */
export function followUpNeeds(definition: NotebookletDefinition, followUp: FollowUpDefinition): ReadonlySet<string> {
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
