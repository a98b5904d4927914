import type { CommandEvent, SessionKind } from '../../src/analytics/sessions/session.ts'
import type { Json } from '../../src/lib/table.ts'

/** Sessions of a made-up population, with the places of the planted ones. */
export interface Population {
  readonly name: string
  readonly mode: SessionKind
  readonly sessions: readonly (readonly CommandEvent[])[]
  /** Indices of the sessions that hold the attack. */
  readonly attacks: readonly number[]
}

/** What is planted. */
export type Attack = keyof typeof attacks

export interface PopulationOptions {
  readonly seed: number
  readonly sessions: number
  readonly attack: Attack
  /** Planted sessions of the same kind. Default 1. */
  readonly planted?: number
  /** Busy services, of some thousand events each. Default 0. */
  readonly services?: number
  readonly mode: SessionKind
  /** The share of steps at which something else comes between. Default 0.06. */
  readonly noise?: number
}

interface Work {
  readonly commands: readonly Command[]
  /** Usual sequences of commands. */
  readonly tasks: readonly (readonly number[])[]
  readonly random: Random
  readonly noise: number
}

interface Command {
  readonly name: string
  readonly usual: readonly Parameter[]
  readonly seldom: readonly Parameter[]
}

interface Parameter {
  readonly name: string
  value(random: Random): Json
}

type Random = () => number
type Events = CommandEvent[]

/**
 * Made up by rule and seed: a few dozen commands of unequal use, tasks as sequences of them, actors with their own tasks, slips and
 * interruptions, now and then something new that is harmless; then the planted sessions, somewhere among the others.
 */
export function madeUpPopulation(options: PopulationOptions): Population {
  const random = generator(options.seed)
  const work = madeUpWork(random, options.noise ?? 0.06)
  const sessions: (readonly CommandEvent[])[] = []
  const actors = Array.from({ length: Math.max(3, Math.ceil(options.sessions / 20)) }, () =>
    Array.from({ length: 2 + below(random, 3) }, () => skewed(random, work.tasks.length)),
  )
  for (let at = 0; at < options.sessions; at++) sessions.push(usualSession(work, pick(random, actors), at))
  for (let at = 0; at < (options.services ?? 0); at++) sessions.push(serviceSession(work, at))
  const found: number[] = []
  for (let at = 0; at < (options.planted ?? 1); at++) {
    const base = usualSession(work, pick(random, actors), -1)
    const place = below(random, sessions.length + 1)
    sessions.splice(place, 0, attacks[options.attack](base, work, at))
    for (const [index, earlier] of found.entries()) if (earlier >= place) found[index] = earlier + 1
    found.push(place)
  }
  const services = options.services ? ` + ${options.services} busy` : ''
  return {
    name: `${options.attack} in ${options.sessions}${services}`,
    mode: options.mode,
    sessions,
    attacks: found,
  }
}

function madeUpWork(random: Random, noise: number): Work {
  const commands = Array.from({ length: 40 + below(random, 80) }, (_, at): Command => {
    const parameter = (name: string): Parameter => {
      const kind = random()
      if (kind < 0.5) {
        const values = Array.from({ length: 1 + below(random, 5) }, (__, index) => `${name}-${index}`)
        return { name, value: (draw) => values[skewed(draw, values.length)]! }
      }
      if (kind < 0.7) return { name, value: (draw) => `id-${Math.floor(draw() * 1e9)}` }
      return { name, value: () => true }
    }
    return {
      name: `Command-${at}`,
      usual: Array.from({ length: below(random, 4) }, (_, index) => parameter(`P${(at * 7 + index) % 60}`)),
      seldom: Array.from({ length: below(random, 3) }, (_, index) => parameter(`Q${(at * 5 + index) % 40}`)),
    }
  })
  const tasks = Array.from({ length: 12 + below(random, 12) }, () =>
    Array.from({ length: 2 + below(random, 7) }, () => skewed(random, commands.length)),
  )
  return { commands, tasks, random, noise }
}

function usualSession(work: Work, habits: readonly number[], index: number): Events {
  const { random, tasks, commands, noise } = work
  const events: Events = []
  for (let left = 1 + below(random, 3); left > 0; left--) {
    for (const command of tasks[random() < 0.95 ? pick(random, habits) : below(random, tasks.length)]!) {
      if (random() < noise * 0.6) continue
      events.push(use(work, command))
      if (random() < noise) events.push(use(work, skewed(random, commands.length)))
    }
  }
  if (events.length === 0) events.push(use(work, 0))
  // What is new is not always bad.
  const place = below(random, events.length)
  if (index >= 0 && random() < 0.01) events[place] = { name: `New-${index}`, params: {} }
  if (index >= 0 && random() < 0.01) events[place] = withParameter(events[place]!, `NewParameter-${index}`, true)
  return events
}

/** Thousands of events of a loop of its own, with single runs of something else between. */
function serviceSession(work: Work, at: number): Events {
  const { random, commands } = work
  const loop = Array.from({ length: 2 + below(random, 4) }, (_, index) => `Service-${at}-${index}`)
  const events: Events = []
  for (let left = 2000 + below(random, 6000); left > 0; left--) {
    const own: CommandEvent = { name: loop[left % loop.length]!, params: { Job: `job-${left % 7}` } }
    if (random() < 0.01) events.push(use(work, skewed(random, commands.length)))
    else events.push(random() < 0.002 ? { name: `Service-${at}-once-${left}`, params: {} } : own)
  }
  return events
}

/** What is planted into an otherwise usual session. */
const attacks = {
  'rare order': (base: Events, work: Work, _: number) => {
    const { random, tasks } = work
    const known = tasks.flat()
    return into(
      base,
      random,
      Array.from({ length: 5 }, () => use(work, pick(random, known))),
    )
  },
  'rare command': (base: Events, { random }: Work, at: number) => into(base, random, [tool('Dump-Store', at)]),
  'rare commands': (base: Events, { random }: Work, at: number) =>
    into(base, random, [tool('Find-Secret', at), tool('Grant-Access', at), tool('Stop-Audit', at)]),
  'rare parameter': (base: Events, { random }: Work, at: number) => {
    const place = below(random, base.length)
    return base.with(place, withParameter(base[place]!, `ForwardTo-${at}`, true))
  },
  'rare value': (base: Events, work: Work, at: number) => {
    const { random, commands } = work
    const command = commands.find(({ usual }) => usual.some((each) => String(each.value(random)).startsWith('P')))
    const parameter = command?.usual.find((each) => String(each.value(random)).startsWith('P'))
    if (!command || !parameter) return [...base, tool('Dump-Store', at)]
    return into(base, random, [
      withParameter(use(work, commands.indexOf(command)), parameter.name, `outside-${at}.example`),
    ])
  },
  short: (_: Events, __: Work, at: number) => [tool('Dump-Store', at), tool('Send-Store', at)],
  long: (base: Events, work: Work, at: number) => {
    const { random, tasks } = work
    const known = tasks.flat()
    return Array.from({ length: 60 }, (_, step) =>
      step % 6 === 0 ? tool(`Tool-${step % 18}`, at) : use(work, pick(random, known)),
    ).concat(base)
  },
  bulk: (base: Events, { random }: Work, at: number) =>
    into(
      base,
      random,
      Array.from({ length: 300 }, () => tool('Remove-Store', at)),
    ),
  'in a service': (_: Events, work: Work, at: number) => {
    const service = serviceSession(work, 1000 + at)
    return into(service, work.random, [tool('Find-Secret', at), tool('Grant-Access', at), tool('Stop-Audit', at)])
  },
} satisfies Record<string, (base: Events, work: Work, at: number) => Events>

function tool(name: string, at: number): CommandEvent {
  return { name: `${name}-${at}`, params: {} }
}

function into(base: Events, random: Random, events: Events): Events {
  const place = below(random, base.length + 1)
  return [...base.slice(0, place), ...events, ...base.slice(place)]
}

function withParameter(event: CommandEvent, name: string, value: Json): CommandEvent {
  return { name: event.name, params: { ...(event.params as Record<string, Json>), [name]: value } }
}

function use({ commands, random }: Work, command: number): CommandEvent {
  const { name, usual, seldom } = commands[command]!
  const params: Record<string, Json> = {}
  for (const each of usual) params[each.name] = each.value(random)
  for (const each of seldom) if (random() < 0.1) params[each.name] = each.value(random)
  return { name, params }
}

/** Small numbers are more common. */
function skewed(random: Random, size: number): number {
  return Math.floor(random() ** 2 * size)
}

function below(random: Random, size: number): number {
  return Math.floor(random() * size)
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[below(random, items.length)]!
}

/** Mulberry32: a generator of 32 bits of state. */
export function generator(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
