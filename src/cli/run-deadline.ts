import { type ConfigFlags, configuration } from './config/configuration.ts'
import { timeOf } from './time-of.ts'

/** Milliseconds that all questions of a run may take together: of `--deadline`, or the settings. Undefined: as long as they take. */
export async function runDeadline(flags: ConfigFlags & { readonly deadline?: string }): Promise<number | undefined> {
  const text = flags.deadline ?? (await configuration(flags)).limits.deadline
  const milliseconds = text === undefined ? undefined : timeOf('--deadline', text)
  return milliseconds === Number.POSITIVE_INFINITY ? undefined : milliseconds
}
