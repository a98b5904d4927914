import { refang } from '../../analytics/text/refang.ts'
import { AddressRanges } from './address-ranges.ts'
import {
  hostOf,
  keyOf,
  type Observable,
  type ObservableHint,
  type ObservableKind,
  readObservable,
} from './observable.ts'

/** How an entry fits an observable: it is the very one, a network that holds it, its host, or a domain above its own. */
export type MatchedBy = 'itself' | 'network' | 'host' | 'domain above'

export interface Match<Entry> {
  readonly entry: Entry
  readonly by: MatchedBy
  /** The entry's own text: the network, the host. */
  readonly text: string
}

/** A domain of fewer labels than these is a public suffix or near one: no ground for suspicion of all below it. */
const fewestLabels = 2

/** Marks of what was made harmless, which published lists often are: most texts have none. */
const defanged = /[[({\\]|xxp|\*\*|fxp/i

/** Entries by the observables and networks they are about. */
export class ObservableIndex<Entry> {
  readonly #exact: Readonly<Record<ObservableKind, Map<string, Entry[]>>> = {
    ip: new Map(),
    domain: new Map(),
    url: new Map(),
    hash: new Map(),
    email: new Map(),
  }
  readonly #ranges = new AddressRanges<Entry>()
  #size = 0

  /** Entries taken. */
  get size(): number {
    return this.#size
  }

  /** Takes an entry under an observable or a network, also where it is written `hxxp://a[.]b`; false where the text is neither. */
  add(text: string, entry: Entry, hint: ObservableHint = 'any'): boolean {
    if (this.#addPlain(text, entry, hint)) return true
    return defanged.test(text) && this.#addPlain(refang(text).text, entry, hint)
  }

  #addPlain(text: string, entry: Entry, hint: ObservableHint): boolean {
    const isTaken = (hint === 'ip' || hint === 'any') && /^[0-9a-f:.]+(\/\d+| ?- ?[0-9.]+)$/i.test(text.trim())
    if (isTaken && this.#ranges.add(text, entry)) {
      this.#size++
      return true
    }
    const observable = readObservable(text, hint)
    if (!observable) return false
    const entries = this.#exact[observable.kind]
    const key = keyOf(observable)
    const there = entries.get(key)
    if (there) there.push(entry)
    else entries.set(key, [entry])
    this.#size++
    return true
  }

  /** Every entry that fits, the closest first. */
  find(observable: Observable): Match<Entry>[] {
    const found = this.#findSelf(observable)
    const host = hostOf(observable)
    if (!host) return found
    const ofHost = this.#findSelf(host).map((match) => ({
      ...match,
      ...(match.by === 'itself' && { by: 'host' as const, text: host.value }),
    }))
    return [...found, ...ofHost]
  }

  #findSelf(observable: Observable): Match<Entry>[] {
    const { kind, value } = observable
    const exact = this.#exact[kind].get(keyOf(observable)) ?? []
    const found: Match<Entry>[] = exact.map((entry) => ({ entry, by: 'itself', text: value }))
    if (kind === 'ip') {
      for (const { entry, written } of this.#ranges.find(value)) found.push({ entry, by: 'network', text: written })
    }
    if (kind === 'domain') {
      const labels = value.split('.')
      for (let from = 1; labels.length - from >= fewestLabels; from++) {
        const above = labels.slice(from).join('.')
        for (const entry of this.#exact.domain.get(above) ?? []) found.push({ entry, by: 'domain above', text: above })
      }
    }
    return found
  }
}
