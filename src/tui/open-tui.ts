import { env, stdin, stdout } from 'node:process'
import { HuntletError } from '../lib/diagnostic.ts'
import type { Desk, RunRequest } from '../notebooklet/desk.ts'
import type { FollowUpCall } from './run/run-state.ts'
import type { SentToService } from './state.ts'

export interface TuiOptions {
  /** What is run at once; absent: the list of notebooklets comes first. */
  readonly initial?: RunRequest
  /** Follow-ups of it, one after another. */
  readonly followUps?: readonly FollowUpCall[]
  /** Earlier requests, newest first, offered on the first screen. */
  readonly recent?: readonly RunRequest[]
  /** Writes an export and returns where it is. Throws where it cannot; `EEXIST` is told as such. */
  readonly saveFile?: (name: string, text: string) => string | Promise<string>
  /** Services that look-ups could ask, once the analyst has seen what they would be sent. Default: there are none. */
  readonly services?: ServicesToAgree
  readonly stdout?: NodeJS.WriteStream
  readonly stdin?: NodeJS.ReadStream
  /** Whether this is a terminal someone sits at. Default: both streams are terminals. */
  readonly interactive?: boolean
  /** Default true, unless `NO_COLOR` is set. Reverse video and bold stay. */
  readonly color?: boolean
  /** Draw with ASCII only. Default: `TERM` is `dumb` or `linux`. */
  readonly ascii?: boolean
  /** IANA name of the clock that `u` changes to. Default: that of the system. */
  readonly timeZone?: string
  /** Begin by that clock, not by UTC. */
  readonly isLocalTime?: boolean
  /** What must not be overlooked, said by others while the screen is open: told how to show it, gives back how to end that. */
  readonly announcements?: (show: (title: string, text: string) => void) => () => void
  /** Rising milliseconds. Default: the process's own clock. */
  readonly clock?: () => number
}

/** The question before the first time something is sent. */
export interface ServicesToAgree {
  sent(value: string): readonly SentToService[]
  agree(services: readonly string[]): void
}

export interface TuiExit {
  readonly exitCode: number
}

/**
 * Opens the terminal interface and resolves when the analyst leaves it. The terminal is left as it was found (screen, cursor,
 * line mode) however that comes about; a defect inside rejects, after that. Throws `NO_TERMINAL` where nobody could see it.
 */
export async function openTui(desk: Desk, options: TuiOptions = {}): Promise<TuiExit> {
  const streams = { stdout: options.stdout ?? stdout, stdin: options.stdin ?? stdin }
  const isInteractive = options.interactive ?? (streams.stdout.isTTY && streams.stdin.isTTY)
  if (!isInteractive) {
    throw new HuntletError('NO_TERMINAL', 'The screen needs a terminal at both ends.', {
      hint: 'In a script or a pipe, `huntlet run` prints its result.',
    })
  }
  // React reads this once, while it is loaded: its development build takes twice the time for each key.
  env.NODE_ENV ??= 'production'
  const { runTerminal } = await import('./terminal.tsx')
  return runTerminal(desk, {
    color: (env.NO_COLOR ?? '') === '',
    ascii: env.TERM === 'dumb' || env.TERM === 'linux',
    ...options,
    ...streams,
    interactive: true,
  })
}
