import { safeText } from '../../lib/safe-text.ts'
import { wordsOf } from '../../lib/words-of.ts'
import type { Answer, Lookup, LookupContext, LookupOutcome } from './lookup.ts'
import type { Observable } from './observable.ts'
import { countKept } from './reserved.ts'

/** An answer with the look-up that gave it. */
export interface SourcedAnswer extends Answer {
  readonly lookup: Lookup
}

/** What all look-ups together found. */
export interface LookupReport {
  readonly answers: readonly SourcedAnswer[]
  readonly notices: readonly string[]
  /** True where a look-up failed or was not asked about everything. */
  readonly isPartial: boolean
  /** Whether there was any source of threats to look in. */
  readonly hasIntelligence: boolean
}

/** What to do where nothing is known of any threat. */
export const noIntelligence =
  'No threat intelligence in this workspace: put indicator files (CSV, STIX 2, MISP) into the folder `indicators` beside the logs, export the table ThreatIntelIndicators, or configure a service (`huntlet lookup --list`).'

/**
 * Looks observables up in every source at once. A source that fails is a notice; the others go on. Rejects only where `signal` is aborted.
 */
export async function lookUp(
  lookups: readonly Lookup[],
  observables: readonly Observable[],
  context: LookupContext,
): Promise<LookupReport> {
  const unique = distinct(observables)
  const asked = await Promise.all(lookups.map((lookup) => askOne(lookup, unique, context)))
  context.signal?.throwIfAborted()
  const kept = countKept(unique, ({ kind, ...rest }) =>
    lookups.find((lookup) => lookup.whyKept && lookup.kinds.includes(kind))?.whyKept?.({ kind, ...rest }),
  )
  const hasIntelligence = asked.some(
    ({ lookup, outcome }) => lookup.about === 'threat' && outcome.entries !== 0 && !outcome.hasFailed,
  )
  const threats = lookups.some(({ about }) => about === 'threat')
  return {
    answers: asked.flatMap(({ lookup, outcome }) => outcome.answers.map((answer) => ({ ...answer, lookup }))),
    notices: [
      ...(threats && !hasIntelligence && !asked.some(({ outcome }) => outcome.hasFailed) ? [noIntelligence] : []),
      ...new Set(asked.flatMap(({ outcome }) => outcome.notices ?? [])),
      ...(kept === undefined ? [] : [kept]),
    ],
    isPartial: asked.some(({ outcome }) => outcome.isPartial || outcome.hasFailed),
    hasIntelligence,
  }
}

interface Asked {
  readonly lookup: Lookup
  readonly outcome: LookupOutcome & { readonly hasFailed?: boolean }
}

async function askOne(lookup: Lookup, observables: readonly Observable[], context: LookupContext): Promise<Asked> {
  const own = observables.filter(({ kind }) => lookup.kinds.includes(kind))
  if (own.length === 0 && lookup.place === 'service') return { lookup, outcome: { answers: [] } }
  try {
    return { lookup, outcome: await lookup.look(own, context) }
  } catch (error) {
    context.signal?.throwIfAborted()
    return {
      lookup,
      outcome: {
        answers: [],
        hasFailed: true,
        notices: [`${lookup.title} gave no answer: ${safeText(wordsOf(error))}`],
      },
    }
  }
}

function distinct(observables: readonly Observable[]): Observable[] {
  return [...new Map(observables.map((each) => [`${each.kind} ${each.value}`, each])).values()]
}
