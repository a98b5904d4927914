import type { Json } from '../../lib/table.ts'
import { techniqueIds } from '../events/attack-techniques.ts'
import { notableOperation } from '../operations/notable-operations.ts'
import { operationWay } from '../operations/operation-way.ts'
import { commandLineFeatures } from '../text/command-line-features.ts'
import { EventProblem, readEvent } from './parse-event.ts'
import { parametersOf } from './session.ts'

/** What in an event attacks have in common. */
export interface EventEvidence {
  /** In words: `asks for accounts`, `New-InboxRule forwards mail`. */
  readonly what: string
  /** Id of the technique of ATT&CK; empty where there is none. */
  readonly technique: string
  /** 3: hardly anybody does it in good faith. 2: administrators do it, and so do attackers. */
  readonly weight: number
}

/** Operations of less weight are everyday: every session would have some. */
const leastWeight = 2

/** Texts that are kept: the first so many different ones, so that a log of many does not fill the memory. */
const mostKept = 100_000

/**
 * Reads events of sessions, each different one once. `line`: the command line of an event that started a process; undefined for an operation.
 * An operation that failed (`UpdateTrail (AccessDenied)`) is what was tried. What is no event has nothing.
 */
export function eventEvidence(): (event: Json, line: Json | undefined) => readonly EventEvidence[] {
  const kept = new Map<string, readonly EventEvidence[]>()
  return (event, line) => {
    const key = JSON.stringify([event, line ?? null])
    const known = kept.get(key)
    if (known) return known
    const read = readEvent(event)
    const found =
      read instanceof EventProblem
        ? []
        : line === undefined
          ? operationEvidence(read)
          : lineEvidence(read, typeof line === 'string' ? line : '')
    if (kept.size < mostKept) kept.set(key, found)
    return found
  }
}

type Event = Exclude<ReturnType<typeof readEvent>, EventProblem>

function operationEvidence(event: Event): readonly EventEvidence[] {
  const name = typeof event === 'string' ? event : event.name
  const tried = name.replace(/ \([^()]{1,200}\)$/, '')
  const parameters = typeof event === 'string' ? [] : parametersOf({ name, params: event.params ?? [] })
  const how = operationWay(tried, parameters)
  const notable = notableOperation(tried, how)
  if (!notable || notable.weight < leastWeight) return []
  const [technique = ''] = techniqueIds(notable.technique)
  return [{ what: how === '' ? name : `${name} ${how}`, technique, weight: notable.weight }]
}

/** The program is the event's name; what started it is named among its parameters: `by cmd.exe`. */
function lineEvidence(event: Event, line: string): readonly EventEvidence[] {
  if (line === '') return []
  const name = typeof event === 'string' ? event : event.name
  const parameters = typeof event === 'string' ? [] : parametersOf({ name, params: event.params ?? [] })
  const parent = parameters.map(([text]) => text).find((text) => text.startsWith('by '))
  // Of a command run with sudo the line itself begins with the program.
  const process = name.startsWith('sudo ') ? {} : { process: name }
  const context = { ...process, ...(parent !== undefined && { parent: parent.slice('by '.length) }) }
  return commandLineFeatures(line, context).indicators.map(({ name: what, technique, family }) => ({
    what,
    technique,
    weight: family === 'discovery' ? leastWeight : 3,
  }))
}
