import { second } from '../calendar.ts'
import { company, people } from '../company.ts'
import type { Log } from '../log.ts'
import type { Random } from '../random.ts'
import { type Actor, cmdletRow, type Parameters } from '../rows/office-activity.ts'
import type { Subject, TaskStep } from './exchange-tasks.ts'

const address = (name: string) => `${name}@${company.mailDomain}`

const subjects: Readonly<Record<Subject, readonly string[]>> = {
  mailbox: people.map((one) => one.upn),
  colleague: people.map((one) => one.upn),
  newcomer: ['reception.cover', 'summer.intern', 'contractor.one', 'contractor.two', 'apprentice.workshop'].map(
    address,
  ),
  group: ['all-staff', 'finance', 'sales', 'engineering', 'harbour', 'toronto', 'managers', 'it-alerts'].map(address),
  shared: ['orders', 'accounts', 'careers', 'warranty', 'press', 'trade-fair'].map(address),
  room: ['room-severn', 'room-avon', 'room-ontario'].map(address),
}

/** Whom and what a task is about. */
export type Chosen = Readonly<Record<Subject, string>>

/** Cmdlets one after the other by one actor from one address, as the admin audit records them. */
export class ExchangeSession {
  readonly #log: Log
  readonly #random: Random
  readonly #actor: Actor
  readonly #client: string
  #at: number

  /** `client` with its port, or empty where Exchange itself acts. */
  constructor(log: Log, random: Random, actor: Actor, client: string, at: number) {
    this.#log = log
    this.#random = random
    this.#actor = actor
    this.#client = client
    this.#at = at
  }

  /** Does a task: subjects are chosen once a task unless given; `gaps` are the fewest and most seconds between cmdlets. */
  work(steps: readonly TaskStep[], gaps: readonly [number, number] = [4, 75], given: Partial<Chosen> = {}): void {
    const random = this.#random
    const chosen = {
      mailbox: random.pick(subjects.mailbox),
      colleague: random.pick(subjects.colleague),
      newcomer: random.pick(subjects.newcomer),
      group: random.favour(subjects.group),
      shared: random.pick(subjects.shared),
      room: random.pick(subjects.room),
      ...given,
    }
    for (const step of steps) {
      if (!random.chance(step.probability ?? 1)) continue
      const varies = step.varies ?? 'mailbox'
      const times = random.integer(1, step.most ?? 1)
      for (let time = 1; time <= times; time++) {
        this.#call(step, time === 1 ? chosen : { ...chosen, [varies]: random.pick(subjects[varies]) })
        this.#at += random.integer(gaps[0], gaps[1]) * second
      }
    }
  }

  #call(step: TaskStep, chosen: Chosen): void {
    const random = this.#random
    const optional = (step.optional ?? []).filter(([, , probability]) => random.chance(probability))
    const parameters: Parameters = [...step.parameters, ...optional].map(([name, value]) => [
      name,
      fill(value, chosen, random, this.#at),
    ])
    this.#log.add(
      this.#at,
      cmdletRow(random, this.#at, {
        operation: step.cmdlet,
        actor: this.#actor,
        clientIp: this.#client,
        parameters,
        object: parameters.find(([name]) => name === 'Identity')?.[1] ?? parameters[0]?.[1] ?? '',
        failed: random.chance(0.02),
        ...(this.#client === '' && { userType: 'DcAdmin' as const }),
      }),
    )
  }
}

function fill(value: string, chosen: Chosen, random: Random, at: number): string {
  if (!value.includes('{')) return value
  return value.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'guid') return random.guid()
    if (name === 'number') return String(random.integer(4, 900))
    if (name === 'domain') return company.mailDomain
    if (name === 'date') return new Date(at).toISOString()
    return chosen[name as Subject]
  })
}
