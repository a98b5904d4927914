import { refang } from '../analytics/text/refang.ts'
import { firstFew } from '../lib/first-few.ts'
import { safeText } from '../lib/safe-text.ts'
import type { Lookup } from '../providers/lookups/lookup.ts'
import { type Observable, readObservable } from '../providers/lookups/observable.ts'
import { type Own, whyKept } from '../providers/lookups/reserved.ts'
import type { Workspace } from '../providers/workspace.ts'
import type { ServicesToAgree } from '../tui/index.ts'
import { remember } from './lookup-consent.ts'
import { type ConfiguredLookups, configuredLookups, type LookupFlags } from './lookups.ts'
import { leavesNoTrace } from './no-trace.ts'

/** What a service takes of some observables, without what never leaves the machine. */
export function sendable(observables: readonly Observable[], kinds: Lookup['kinds'], own: Own): Observable[] {
  return observables.filter((observable) => kinds.includes(observable.kind) && whyKept(observable, own) === undefined)
}

/** What is sent to a service, and where that is, as a sentence. */
export function sentText(
  { title, hosts, kinds, isList }: Lookup,
  observables: readonly Observable[],
  own: Own,
): string {
  if (isList) return `${title}: a list is fetched from ${hosts.join(', ')}; nothing that is looked up is sent.`
  const sent = sendable(observables, kinds, own).map(({ value }) => value)
  return `${title} is sent, to ${hosts.join(', ')}: ${firstFew(sent.map(safeText), 10)}`
}

/**
 * The question a screen asks before something is sent to a service for the first time; undefined where every configured service was agreed
 * to. `agree` lets the runs from then on ask them.
 */
export function servicesToAgree(
  flags: LookupFlags,
  workspace: Workspace,
  agree: (services: readonly string[]) => void,
): ServicesToAgree | undefined {
  let configured: ConfiguredLookups
  try {
    configured = configuredLookups(flags, workspace)
  } catch {
    // Opening the desk has told what is wrong with these settings.
    return undefined
  }
  const { services, agreed, own } = configured
  const fresh = services.filter(({ id }) => !agreed.has(id))
  if (fresh.length === 0) return undefined
  return {
    sent(value) {
      const observable = readObservable(refang(value).text, 'any')
      const observables = observable ? [observable] : []
      return fresh
        .filter(({ kinds }) => sendable(observables, kinds, own).length > 0)
        .map((service) => ({ service: service.id, title: service.title, text: sentText(service, observables, own) }))
    },
    agree(ids) {
      if (!leavesNoTrace(flags)) remember(fresh.filter(({ id }) => ids.includes(id)))
      agree(ids)
    },
  }
}
