import { noText, type ProcessReference, type ProcessRows, roundTime } from './read-processes.ts'

/** A process of the tree: a row of the log, or one that the log only names as a parent. */
export interface LinkedProcess {
  readonly row: number | undefined
  readonly facts: ProcessReference
}

export interface LinkedProcesses {
  readonly processes: readonly LinkedProcess[]
  /** Index of the parent of each, or -1 for a root. */
  readonly parents: Int32Array
}

/**
 * Finds the parent of each process. In this order, by what the log gives:
 * - the process with the parent's guid;
 * - the process of that id and name created at the time the log says the parent was;
 * - the latest process of that id (and name, where given) on the same host that was there by then. Process ids are reused, and are the
 *   same on every host: so the host is part of the match and the time decides.
 *
 * A parent that the log does not hold is added, once for all its children, without a time unless the log tells it.
 */
export function linkProcesses(log: ProcessRows): LinkedProcesses {
  const { order } = log
  const processes: LinkedProcess[] = Array.from(order, (row) => ({ row, facts: log.processOf(row) }))
  const parents: number[] = new Array<number>(order.length).fill(-1)
  const index = new ProcessIndex(processes, log)
  const inferred = new Map<string, number>()

  const infer = (missing: ProcessReference, parent: ProcessReference | undefined): number => {
    const created = Number.isNaN(missing.created) ? '' : roundTime(missing.created)
    const key = `${missing.host},${missing.name},${missing.pid},${missing.guid},${created}`
    const known = inferred.get(key)
    if (known !== undefined) return known
    const at = processes.push({ row: undefined, facts: missing }) - 1
    parents.push(-1)
    inferred.set(key, at)
    if (parent) parents[at] = index.findExact(parent) ?? infer(parent, undefined)
    return at
  }

  // Processes of one instant are all known before the parent of any of them is looked for: the log may tell the child first.
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && (to === from || log.time(order[to]!) === log.time(order[from]!))) index.arrive(to++)
    for (let at = from; at < to; at++) {
      const parent = log.parentOf(order[at]!)
      if (!parent) continue
      parents[at] =
        index.findExact(parent) ?? index.findLatest(parent, at) ?? infer(parent, log.grandparentOf(order[at]!))
    }
    from = to
  }
  const links = Int32Array.from(parents)
  cutCycles(links)
  return { processes, parents: links }
}

class ProcessIndex {
  readonly #processes: readonly LinkedProcess[]
  readonly #names: number
  readonly #pids: number
  readonly #byGuid = new Map<string, number>()
  readonly #byCreation = new Map<string, number>()
  /** Host, process id and name (or any name) → a number; the latest that arrived under it; the one before each under the same. */
  readonly #keys = new Map<number, number>()
  readonly #latest: number[] = []
  readonly #beforeNamed: Int32Array
  readonly #beforeAny: Int32Array

  constructor(processes: readonly LinkedProcess[], log: ProcessRows) {
    this.#processes = processes
    this.#names = log.names.length
    this.#pids = log.pids.length
    this.#beforeNamed = new Int32Array(processes.length).fill(-1)
    this.#beforeAny = new Int32Array(processes.length).fill(-1)
    const tellsCreation = log.order.some((row) => !Number.isNaN(log.parentOf(row)?.created ?? Number.NaN))
    processes.forEach(({ facts }, at) => {
      if (facts.guid !== noText) remember(this.#byGuid, `${facts.host},${facts.guid}`, at)
      if (tellsCreation) remember(this.#byCreation, creationKey(facts), at)
    })
  }

  arrive(at: number): void {
    const { facts } = this.#processes[at]!
    const named = this.#keyOf(facts, facts.name)
    const any = this.#keyOf(facts, noText)
    this.#beforeNamed[at] = this.#latest[named]!
    this.#beforeAny[at] = this.#latest[any]!
    this.#latest[named] = at
    this.#latest[any] = at
  }

  findExact(parent: ProcessReference): number | undefined {
    if (parent.guid !== noText) return this.#byGuid.get(`${parent.host},${parent.guid}`)
    return Number.isNaN(parent.created) ? undefined : this.#byCreation.get(creationKey(parent))
  }

  /** The latest that has arrived and is not the child itself. A parent told by guid or creation time is not guessed. */
  findLatest(parent: ProcessReference, child: number): number | undefined {
    if (parent.guid !== noText || !Number.isNaN(parent.created)) return undefined
    let found = this.#latest[this.#keyOf(parent, parent.name)]!
    if (found === child) found = (parent.name === noText ? this.#beforeAny : this.#beforeNamed)[child]!
    return found < 0 ? undefined : found
  }

  #keyOf({ host, pid }: ProcessReference, name: number): number {
    const key = (host * this.#pids + pid) * this.#names + name
    let id = this.#keys.get(key)
    if (id === undefined) {
      id = this.#latest.push(-1) - 1
      this.#keys.set(key, id)
    }
    return id
  }
}

function creationKey({ host, name, pid, created }: ProcessReference): string {
  return `${host},${name},${pid},${roundTime(created)}`
}

function remember(map: Map<string, number>, key: string, at: number): void {
  if (!map.has(key)) map.set(key, at)
}

/** Processes of one instant may name each other as parents: the first of such a ring becomes a root. */
function cutCycles(parents: Int32Array): void {
  const walk = new Int32Array(parents.length)
  for (let start = 0; start < parents.length; start++) {
    let at = start
    while (at >= 0 && walk[at] === 0) {
      walk[at] = start + 1
      at = parents[at]!
    }
    if (at < 0 || walk[at] !== start + 1) continue
    let first = at
    for (let next = parents[at]!; next !== at; next = parents[next]!) first = Math.min(first, next)
    parents[first] = -1
  }
}
