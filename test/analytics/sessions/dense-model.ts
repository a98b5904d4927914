import type { Json } from '../../../src/lib/table.ts'

/**
 * The session model as it is defined, by its loops over all pairs: slow, and simple enough to be right. What the sparse model
 * is compared with, in tests and in the parity table. START, END and UNK are names here, so that no session may use them.
 */
const start = '##START##'
const end = '##END##'
const unknown = '##UNK##'

export interface DenseEvent {
  readonly name: string
  /** Name → value; null for a parameter without one. */
  readonly params: ReadonlyMap<string, Json>
}

export interface DenseOptions {
  readonly tokens?: boolean
  readonly geometricMean?: boolean
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

/** What counts as a value of a parameter. */
function isValue(value: Json): boolean {
  if (value === null || value === '' || value === false || value === 0) return false
  return typeof value !== 'object' || Object.keys(value).length > 0
}

function valueName(value: Json): string {
  return JSON.stringify(value)
}

export class DenseModel {
  readonly single: Counts = new Map()
  readonly pairs = new Map<string, Counts>()
  /** Parameters of each command. */
  readonly parameters = new Map<string, Counts>()
  /** Parameters, whatever the command. */
  readonly parameterTotals: Counts = new Map()
  /** Values of each parameter. */
  readonly values = new Map<string, Counts>()
  /** Values, whatever the parameter. */
  readonly valueTotals: Counts = new Map()
  readonly modellable: ReadonlySet<string>

  /** `modellable` takes the place of the heuristic. */
  constructor(sessions: readonly (readonly DenseEvent[])[], modellable?: ReadonlySet<string>) {
    for (const session of sessions) {
      add(this.single, start)
      add(this.single, end)
      let previous = start
      for (const { name, params } of session) {
        add(this.single, name)
        this.#addPair(previous, name)
        previous = name
        for (const [parameter, value] of params) {
          add(this.parameterTotals, parameter)
          add(
            inner(this.parameters, name, () => new Map()),
            parameter,
          )
          const seen = inner<Counts>(this.values, parameter, () => new Map())
          if (!isValue(value)) continue
          add(seen, valueName(value))
          add(this.valueTotals, valueName(value))
        }
      }
      this.#addPair(previous, end)
    }
    this.modellable = modellable ?? this.#categories()
    this.#smooth()
  }

  #addPair(from: string, to: string): void {
    add(
      inner(this.pairs, from, () => new Map()),
      to,
    )
  }

  /** From the raw counts: some values, at most 20; at least 20 times there; at most ten values in a hundred times. */
  #categories(): ReadonlySet<string> {
    const found = new Set<string>()
    for (const [parameter, values] of this.values) {
      const times = this.parameterTotals.get(parameter)!
      const distinct = values.size
      if (distinct > 0 && distinct <= 20 && times >= 20 && (100 * distinct) / times <= 10) found.add(parameter)
    }
    return found
  }

  #smooth(): void {
    const states = [...this.single.keys(), unknown]
    for (const from of states) {
      for (const to of states) {
        if (from === end || to === start) continue
        this.#addPair(from, to)
        add(this.single, from)
        add(this.single, to)
      }
    }
    for (const name of states) {
      const counts = inner<Counts>(this.parameters, name, () => new Map())
      for (const parameter of [...counts.keys(), unknown]) {
        add(counts, parameter)
        add(this.parameterTotals, parameter)
      }
    }
    for (const parameter of [...this.values.keys(), unknown]) {
      const counts = inner<Counts>(this.values, parameter, () => new Map())
      for (const value of [...counts.keys(), unknown]) {
        add(counts, value)
        add(this.valueTotals, value)
      }
    }
  }

  prior(name: string): number {
    return (this.single.get(name) ?? this.single.get(unknown)!) / sum(this.single)
  }

  transition(from: string, to: string): number {
    const row = this.pairs.get(from) ?? this.pairs.get(unknown)!
    return (row.get(to) ?? row.get(unknown)!) / sum(row)
  }

  parametersGiven({ name, params }: DenseEvent, geometricMean = true): number {
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
        probability *= this.valueGiven(parameter, params.get(parameter)!)
      }
    }
    return geometricMean ? probability ** (1 / factors) : probability
  }

  valueGiven(parameter: string, value: Json): number {
    const values = this.values.get(parameter)!
    return (values.get(valueName(value)) ?? values.get(unknown)!) / sum(values)
  }

  /** The likelihood of each window; with tokens, the end of the session is a member. */
  windows(
    session: readonly DenseEvent[],
    window: number,
    { tokens = true, geometricMean = false }: DenseOptions = {},
  ): readonly number[] {
    const members = tokens ? [...session, { name: end, params: new Map<string, Json>() }] : session
    return Array.from({ length: Math.max(0, members.length - window + 1) }, (_, first) => {
      const { name } = members[first]!
      let likelihood = first === 0 && tokens ? this.transition(start, name) : this.prior(name)
      likelihood *= this.parametersGiven(members[first]!)
      for (let at = first + 1; at < first + window; at++) {
        likelihood *= this.transition(members[at - 1]!.name, members[at]!.name)
        likelihood *= this.parametersGiven(members[at]!)
      }
      return geometricMean ? likelihood ** (1 / window) : likelihood
    })
  }

  /** The likelihood of the whole session: with tokens from its start to its end. */
  session(session: readonly DenseEvent[], { tokens = true }: DenseOptions = {}): number {
    return this.windows(session, session.length + (tokens ? 1 : 0), { tokens })[0]!
  }

  /** The probability of each combination of parameters that a command was given. */
  combinations(
    sessions: readonly (readonly DenseEvent[])[],
    geometricMean: boolean,
  ): ReadonlyMap<string, ReadonlyMap<string, number>> {
    const found = new Map<string, Map<string, number>>()
    for (const event of sessions.flat()) {
      const parts = [...event.params].map(([parameter, value]) =>
        this.modellable.has(parameter)
          ? `${parameter} --- ${typeof value === 'string' ? value : JSON.stringify(value)}`
          : parameter,
      )
      inner(found, event.name, () => new Map<string, number>()).set(
        parts.sort().join('\n'),
        this.parametersGiven(event, geometricMean),
      )
    }
    return found
  }

  /** The share of a parameter whatever its command. */
  parameterShare(parameter: string): number {
    return (this.parameterTotals.get(parameter) ?? this.parameterTotals.get(unknown)!) / sum(this.single)
  }

  /** The share of a value whatever its parameter. */
  valueShare(value: Json): number {
    return (this.valueTotals.get(valueName(value)) ?? this.valueTotals.get(unknown)!) / sum(this.valueTotals)
  }
}
