import { firstFew } from '../../lib/first-few.ts'
import { allLabel, type ComparedPopulation, fewestPeers, type PopulationOptions } from './compared-populations.ts'
import { commandOf } from './session.ts'
import type { SessionModel } from './session-model.ts'

/** So many names are told of a list. */
const mostNamed = 5

/** What must be known of sessions that were compared with others. */
export function baselineNotices(
  populations: readonly ComparedPopulation[],
  models: readonly SessionModel[],
  options: PopulationOptions & { readonly hasBaseline: boolean },
): readonly string[] {
  return [
    ...(options.hasBaseline ? [...lackingSources(populations), ...unseenCommands(populations, models)] : []),
    ...smallPopulations(populations),
    ...(options.peers === undefined ? [] : fewPeers(populations, options)),
  ]
}

function lackingSources(populations: readonly ComparedPopulation[]): readonly string[] {
  const sources = new Set(populations.filter(({ isKnown }) => isKnown).map(({ source }) => source))
  return [...sources].map((source) => `The baseline has no sessions${of(source)}: they are compared with each other.`)
}

/** A command that is new stands out by itself, and is what one wants to know of first. */
function unseenCommands(
  populations: readonly ComparedPopulation[],
  models: readonly SessionModel[],
): readonly string[] {
  const names = new Set<string>()
  let sessions = 0
  populations.forEach((population, at) => {
    if (population.isKnown) return
    const { commands } = models[at]!.vocabularies
    for (const session of population.sessions) {
      const unseen = session.map(commandOf).filter((name) => commands.find(name) >= commands.size)
      if (unseen.length > 0) sessions++
      for (const name of unseen) names.add(name)
    }
  })
  if (sessions === 0) return []
  return [`${counted(sessions, 'session')} with what the baseline never saw: ${listed([...names])}.`]
}

function smallPopulations(populations: readonly ComparedPopulation[]): readonly string[] {
  const small = new Map<string, number>()
  for (const { source, comparedWith } of populations) {
    if (comparedWith.length < fewestPeers) small.set(source, comparedWith.length)
  }
  return [...small].map(
    ([source, count]) => `Only ${counted(count, 'session')}${of(source)} to compare with: scores of so few say little.`,
  )
}

function fewPeers(populations: readonly ComparedPopulation[], options: PopulationOptions): readonly string[] {
  const count = populations.reduce((sum, { peers, rows }) => sum + (peers === allLabel ? rows.length : 0), 0)
  if (count === 0) return []
  const minimum = options.minimumPeers ?? fewestPeers
  return [
    `${counted(count, 'session')} with fewer than ${minimum} peers, or nothing in \`${options.peers}\`: compared with all of their source.`,
  ]
}

function of(source: string): string {
  return source === '' ? '' : ` of \`${source}\``
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function listed(names: readonly string[]): string {
  return firstFew(names, mostNamed)
}
