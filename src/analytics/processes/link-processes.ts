import type { Progress } from '../../lib/progress.ts'
import { openRings } from './open-rings.ts'
import { PairIds } from './pair-ids.ts'
import { type ProcessReferences, type ProcessRows, sameCreation } from './read-processes.ts'
import { noText } from './text-ids.ts'

/** How the parent of a process is known. */
export const linkKinds = ['', 'identity', 'creation time', 'id and name', 'id', 'inferred'] as const

const link = { none: 0, identity: 1, created: 2, named: 3, id: 4, inferred: 5 }

/** Processes of a log, then the parents that it names but does not hold: an entry each. */
export interface LinkedProcesses {
  readonly count: number
  /** Place among the processes read; -1 for an inferred one. */
  readonly place: Int32Array
  /** For an inferred process the place of the child that told of it; -1 otherwise. */
  readonly toldBy: Int32Array
  /** Whether the child tells of it as a grandparent. */
  readonly asGrandparent: Uint8Array
  readonly host: Int32Array
  readonly name: Int32Array
  readonly pid: Int32Array
  /** Ticks since 2020-01-01; NaN where it is not known. */
  readonly created: Float64Array
  /** The parent of each, or -1 for a root. */
  readonly parent: Int32Array
  /** How it is known: a place of `linkKinds`. */
  readonly link: Uint8Array
  /** Rings of processes that name each other as parents: each was opened at its first process. */
  readonly rings: number
}

/**
 * Finds the parent of each process. In this order, by what the log gives:
 * - the process with the parent's guid;
 * - the process of that id created at the time the log says the parent was, of that name if there are several; else the one of that id and
 *   name logged between that time and the child's;
 * - the latest process of that id (and name, where given) on the same host that was there by then. Process ids are reused, and are the
 *   same on every host: so the host is part of the match and the time decides.
 *
 * A parent that the log does not hold is added, once for all its children, without a time unless the log tells it.
 */
export function linkProcesses(log: ProcessRows, progress: Progress): LinkedProcesses {
  const { count } = log
  const index = new ProcessIndex(log)
  const inferred = new InferredProcesses(count)
  const parent = new Int32Array(count).fill(-1)
  const links = new Uint8Array(count)

  const inferredOf = (place: number, reference: ProcessReferences, asGrandparent: boolean): number => {
    const { at, isNew } = inferred.add(log.host[place]!, reference, place, asGrandparent)
    if (!isNew || asGrandparent || !isNamed(log.grandparent, place)) return at
    const above = index.find(log.grandparent, place)
    const known = above ?? { at: inferredOf(place, log.grandparent, true), link: link.inferred }
    inferred.parent[at - count] = known.at
    inferred.link[at - count] = known.link
    return at
  }

  // Processes of one instant are all known before the parent of any of them is looked for: the log may tell the child first.
  for (let from = 0; from < count; ) {
    let to = from
    while (to < count && (to === from || Object.is(log.own.created[to], log.own.created[from]))) index.arrive(to++)
    for (let place = from; place < to; place++) {
      if (place % 65_536 === 0) progress(place, count, 'Finding the parents of processes')
      if (!isNamed(log.parent, place)) continue
      const found = index.find(log.parent, place)
      parent[place] = found?.at ?? inferredOf(place, log.parent, false)
      links[place] = found?.link ?? link.inferred
    }
    from = to
  }
  const all = inferred.behind(log, parent, links)
  const rings = openRings(all.parent)
  for (const first of rings) all.link[first] = link.none
  return { ...all, rings: rings.length }
}

function isNamed(reference: ProcessReferences, place: number): boolean {
  return reference.pid[place] !== noText || reference.guid[place] !== noText
}

interface Found {
  readonly at: number
  readonly link: number
}

class ProcessIndex {
  readonly #log: ProcessRows
  readonly #guids = new PairIds()
  readonly #byGuid: Int32Array
  /** Host and process id → a number, of which the latest that arrived; with the name → another. */
  readonly #ids = new PairIds()
  readonly #names = new PairIds()
  readonly #latestOfId: Int32Array
  readonly #latestOfName: Int32Array
  readonly #beforeOfId: Int32Array
  readonly #beforeOfName: Int32Array
  /** Host, process id and creation time → the first, and behind each the next. */
  readonly #instants = new PairIds()
  readonly #firstOfInstant: Int32Array
  readonly #nextOfInstant: Int32Array

  constructor(log: ProcessRows) {
    this.#log = log
    const empty = () => new Int32Array(log.count).fill(-1)
    this.#byGuid = empty()
    this.#latestOfId = empty()
    this.#latestOfName = empty()
    this.#beforeOfId = empty()
    this.#beforeOfName = empty()
    this.#firstOfInstant = empty()
    this.#nextOfInstant = empty()
    const { host, own, parent } = log
    const tellsCreation = !parent.created.every(Number.isNaN)
    for (let place = log.count - 1; place >= 0; place--) {
      if (own.guid[place] !== noText) this.#byGuid[this.#guids.add(host[place]!, own.guid[place]!)] = place
      if (!tellsCreation || Number.isNaN(own.created[place]!)) continue
      const instant = this.#instants.add(this.#ids.add(host[place]!, own.pid[place]!), bucketOf(own.created[place]!))
      this.#nextOfInstant[place] = this.#firstOfInstant[instant]!
      this.#firstOfInstant[instant] = place
    }
  }

  arrive(place: number): void {
    const { host, own } = this.#log
    if (own.pid[place] === noText) return
    const id = this.#ids.add(host[place]!, own.pid[place]!)
    const name = this.#names.add(id, own.name[place]!)
    this.#beforeOfId[place] = this.#latestOfId[id]!
    this.#beforeOfName[place] = this.#latestOfName[name]!
    this.#latestOfId[id] = place
    this.#latestOfName[name] = place
  }

  /** The process that the log of a child refers to; it is not the child itself. */
  find(reference: ProcessReferences, child: number): Found | undefined {
    const host = this.#log.host[child]!
    const guid = reference.guid[child]!
    if (guid !== noText) {
      const id = this.#guids.find(host, guid)
      const at = id < 0 ? -1 : this.#byGuid[id]!
      // A guid that nothing has is not guessed at.
      return at < 0 || at === child ? undefined : { at, link: link.identity }
    }
    const id = this.#ids.find(host, reference.pid[child]!)
    if (id < 0) return undefined
    const name = reference.name[child]!
    const created = reference.created[child]!
    if (!Number.isNaN(created))
      return this.#createdAt(id, name, created, child) ?? this.#aliveSince(id, name, created, child)
    if (name === noText) return this.#latest(id, this.#latestOfId, this.#beforeOfId, child, link.id)
    return this.#latest(this.#names.find(id, name), this.#latestOfName, this.#beforeOfName, child, link.named)
  }

  #latest(key: number, latest: Int32Array, before: Int32Array, child: number, kind: number): Found | undefined {
    if (key < 0) return undefined
    const at = latest[key] === child ? before[child]! : latest[key]!
    return at < 0 ? undefined : { at, link: kind }
  }

  /**
   * Where creation is logged late, as the time of the row: a process lives from its creation to its child's, and no other has its
   * id meanwhile, so that a row of this id and name between the two is its own.
   */
  #aliveSince(id: number, name: number, created: number, child: number): Found | undefined {
    const found = this.#latest(this.#names.find(id, name), this.#latestOfName, this.#beforeOfName, child, link.named)
    return found && this.#log.own.created[found.at]! >= created ? found : undefined
  }

  #createdAt(id: number, name: number, created: number, child: number): Found | undefined {
    let found = -1
    for (const bucket of [bucketOf(created), bucketOf(created) - 1, bucketOf(created) + 1]) {
      const instant = this.#instants.find(id, bucket)
      for (let at = instant < 0 ? -1 : this.#firstOfInstant[instant]!; at >= 0; at = this.#nextOfInstant[at]!) {
        if (at === child || Math.abs(this.#log.own.created[at]! - created) > sameCreation) continue
        if (this.#log.own.name[at] === name) return { at, link: link.created }
        if (found < 0) found = at
      }
    }
    return found < 0 ? undefined : { at: found, link: link.created }
  }
}

/** Parents that a log names but does not hold, once for all their children. */
class InferredProcesses {
  readonly #first: number
  readonly #ids = [new PairIds(), new PairIds(), new PairIds(), new PairIds()] as const
  readonly #toldBy: number[] = []
  readonly #asGrandparent: number[] = []
  readonly #host: number[] = []
  readonly #name: number[] = []
  readonly #pid: number[] = []
  readonly #created: number[] = []
  readonly parent: number[] = []
  readonly link: number[] = []

  constructor(first: number) {
    this.#first = first
  }

  add(
    host: number,
    reference: ProcessReferences,
    place: number,
    asGrandparent: boolean,
  ): { readonly at: number; readonly isNew: boolean } {
    const [ids, names, guids, instants] = this.#ids
    const guid = reference.guid[place]!
    const created = reference.created[place]!
    const before = instants.size
    // A guid is enough: what children say beside it may differ.
    const named = guid === noText ? names.add(ids.add(host, reference.pid[place]!), reference.name[place]!) : -1 - host
    const bucket = guid !== noText || Number.isNaN(created) ? -Number.MAX_SAFE_INTEGER : bucketOf(created)
    const id = instants.add(guids.add(named, guid), bucket)
    const isNew = id === before
    if (isNew) {
      this.#toldBy.push(place)
      this.#asGrandparent.push(asGrandparent ? 1 : 0)
      this.#host.push(host)
      this.#name.push(reference.name[place]!)
      this.#pid.push(reference.pid[place]!)
      this.#created.push(created)
      this.parent.push(-1)
      this.link.push(link.none)
    }
    return { at: this.#first + id, isNew }
  }

  /** The processes of the log, these behind them. */
  behind(log: ProcessRows, parent: Int32Array, links: Uint8Array): Omit<LinkedProcesses, 'rings'> {
    const count = log.count + this.#host.length
    const own = <Values extends Int32Array | Float64Array | Uint8Array>(
      values: Values,
      known: ArrayLike<number>,
      rest: readonly number[],
    ): Values => {
      values.set(known)
      values.set(rest, log.count)
      return values
    }
    const ints = (known: ArrayLike<number>, rest: readonly number[]) => own(new Int32Array(count), known, rest)
    const none = new Int32Array(log.count).fill(-1)
    return {
      count,
      place: new Int32Array(count).map((_, at) => (at < log.count ? at : -1)),
      toldBy: ints(none, this.#toldBy),
      asGrandparent: own(new Uint8Array(count), [], this.#asGrandparent),
      host: ints(log.host, this.#host),
      name: ints(log.own.name, this.#name),
      pid: ints(log.own.pid, this.#pid),
      created: own(new Float64Array(count), log.own.created, this.#created),
      parent: ints(parent, this.parent),
      link: own(new Uint8Array(count), links, this.link),
    }
  }
}

function bucketOf(created: number): number {
  return Math.floor(created / sameCreation)
}
