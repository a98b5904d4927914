import type { NotebookletInfo, RunRequest } from '../notebooklet/desk.ts'
import type { Origin } from '../notebooklet/result-data.ts'
import { assignment } from './assignment.ts'
import type { WorkspaceFlags } from './workspace-argument.ts'

/** Options of every command that runs a notebooklet. */
export interface RunFlags extends WorkspaceFlags {
  readonly last?: string
  readonly start?: string
  readonly end?: string
  readonly around?: string
  readonly within?: string
  readonly option?: readonly string[]
  readonly param?: readonly string[]
  readonly choose?: readonly string[]
  /** Where it was pivoted from: said by `pivot`, not by an option. */
  readonly origin?: Origin
  /** The workspace that a pivot comes from, to be compared with the one that is opened. */
  readonly madeFrom?: string
  readonly followUp?: readonly string[]
  readonly rows: string
  readonly offline?: boolean
  readonly format?: 'text' | 'json' | 'csv'
  readonly out?: string
}

export interface FollowUpRequest {
  readonly id: string
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * What the arguments ask for. A `--param` that only a follow-up asked for knows is that follow-up's; any other goes to the
 * notebooklet, which refuses what it does not know.
 */
export function runRequest(
  notebooklet: string,
  value: string | undefined,
  flags: RunFlags,
  info: NotebookletInfo | undefined,
): { readonly request: RunRequest; readonly followUps: readonly FollowUpRequest[] } {
  const parameters = Object.fromEntries((flags.param ?? []).map((text) => assignment('--param', text)))
  const own = new Set(info?.parameters.map(({ name }) => name))
  const followUps = (flags.followUp ?? []).map((text) => {
    const { id, parameters: inline } = followUpRequest(text)
    const known = info?.followUps.find((followUp) => followUp.id === id)?.parameters ?? []
    const shared = Object.entries(parameters).filter(
      ([name]) => !own.has(name) && known.some((parameter) => parameter.name === name),
    )
    return { id, parameters: { ...Object.fromEntries(shared), ...inline } }
  })
  const taken = new Set(followUps.flatMap(({ parameters: used }) => Object.keys(used)).filter((name) => !own.has(name)))
  return {
    request: {
      notebooklet,
      ...(value !== undefined && { value }),
      ...(flags.last !== undefined && { timespan: flags.last }),
      ...(flags.start !== undefined && { start: flags.start }),
      ...(flags.end !== undefined && { end: flags.end }),
      ...(flags.around !== undefined && { around: flags.around }),
      ...(flags.within !== undefined && { within: flags.within }),
      ...(flags.origin && { from: flags.origin }),
      ...(flags.option && { options: flags.option }),
      ...(flags.choose && { choose: flags.choose }),
      parameters: Object.fromEntries(Object.entries(parameters).filter(([name]) => !taken.has(name))),
    },
    followUps,
  }
}

/** `id`, or `id:name=value,name=value`; a comma belongs to the value unless a `name=` follows it. */
function followUpRequest(text: string): FollowUpRequest {
  const at = text.indexOf(':')
  if (at < 0) return { id: text, parameters: {} }
  const pairs = text.slice(at + 1).split(/,(?=[A-Za-z_]\w*=)/)
  return { id: text.slice(0, at), parameters: Object.fromEntries(pairs.map((pair) => assignment('--follow-up', pair))) }
}
