import type { Json } from '../../../src/lib/table.ts'

/**
 * The session model as it is defined, by its loops over all pairs: slow, and simple enough to be right. What the sparse model
 * is compared with, in tests and in the benchmark.
 */
const start = '##START##'
const end = '##END##'
const unknown = '##UNK##'

export interface DenseEvent {
  readonly name: string
  /** Name → value; null for a parameter without one. */
  readonly params: ReadonlyMap<string, Json>
}

type Counts = Map<string, number>

function add(counts: Counts, key: string, amount = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + amount)
}

function inner<Value>(map: Map<string, Value>, key: string, fresh: () => Value): Value {
  let value = map.get(key)
  if (value === undefined) {
    value = fresh()
    map.set(key, value)
  }
  return value
}

function sum(counts: Counts): number {
  let total = 0
  for (const count of counts.values()) total += count
  return total
}

export class DenseModel {
  readonly single: Counts = new Map()
  readonly pairs = new Map<string, Counts>()
  readonly parameters = new Map<string, Counts>()
  readonly values = new Map<string, Counts>()
  readonly modellable: ReadonlySet<string>

  constructor(sessions: readonly (readonly DenseEvent[])[], modellable: ReadonlySet<string> = new Set()) {
    this.modellable = modellable
    for (const session of sessions) {
      add(this.single, start)
      add(this.single, end)
      let previous = start
      for (const { name, params } of session) {
        add(this.single, name)
        add(
          inner(this.pairs, previous, () => new Map()),
          name,
        )
        previous = name
        for (const [parameter, value] of params) {
          add(
            inner(this.parameters, name, () => new Map()),
            parameter,
          )
          const seen = inner<Counts>(this.values, parameter, () => new Map())
          if (value) add(seen, JSON.stringify(value))
        }
      }
      add(
        inner(this.pairs, previous, () => new Map()),
        end,
      )
    }
    const states = [...this.single.keys(), unknown]
    for (const from of states) {
      for (const to of states) {
        if (from === end || to === start) continue
        add(
          inner(this.pairs, from, () => new Map()),
          to,
        )
        add(this.single, from)
        add(this.single, to)
      }
    }
    for (const name of states) {
      const counts = inner<Counts>(this.parameters, name, () => new Map())
      for (const parameter of [...counts.keys(), unknown]) add(counts, parameter)
    }
    for (const counts of this.values.values()) {
      for (const value of [...counts.keys(), unknown]) add(counts, value)
    }
  }

  prior(name: string): number {
    return (this.single.get(name) ?? this.single.get(unknown)!) / sum(this.single)
  }

  transition(from: string, to: string): number {
    const row = this.pairs.get(from) ?? this.pairs.get(unknown)!
    return (row.get(to) ?? row.get(unknown)!) / sum(row)
  }

  parametersGiven({ name, params }: DenseEvent): number {
    if (params.size === 0) return 1
    const known = this.single.has(name) ? name : unknown
    const reference = this.parameters.get(known)!
    let probability = 1
    let factors = 0
    for (const [parameter, count] of reference) {
      const share = count / this.single.get(known)!
      factors++
      if (!params.has(parameter)) probability *= 1 - share
      else {
        probability *= share
        if (!this.modellable.has(parameter)) continue
        factors++
        const values = this.values.get(parameter)!
        probability *= (values.get(JSON.stringify(params.get(parameter))) ?? values.get(unknown)!) / sum(values)
      }
    }
    return probability ** (1 / factors)
  }

  /** The likelihood of each window, the end of the session being a member. */
  windows(session: readonly DenseEvent[], window: number): readonly number[] {
    const members = [...session, { name: end, params: new Map<string, Json>() }]
    return Array.from({ length: Math.max(0, members.length - window + 1) }, (_, first) => {
      let likelihood = first === 0 ? this.transition(start, members[0]!.name) : this.prior(members[first]!.name)
      likelihood *= this.parametersGiven(members[first]!)
      for (let at = first + 1; at < first + window; at++) {
        likelihood *= this.transition(members[at - 1]!.name, members[at]!.name)
        likelihood *= this.parametersGiven(members[at]!)
      }
      return likelihood
    })
  }

  /** The likelihood of the whole session, from its start to its end. */
  session(session: readonly DenseEvent[]): number {
    return this.windows(session, session.length + 1)[0]!
  }
}
