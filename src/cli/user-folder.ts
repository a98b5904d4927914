import envPaths from 'env-paths'

/** The user's own folder: `HUNTLET_HOME`, or the system's place for configuration. */
export function userFolder(): string {
  return process.env.HUNTLET_HOME || envPaths('huntlet', { suffix: '' }).config
}
