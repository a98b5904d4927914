import type { Workspace } from '../providers/workspace.ts'
import type { ServedWorkspace } from './route.ts'
import type { ServeOptions } from './serve-options.ts'

/** Workspaces of all that several hold, each opened for the first who asks. */
export interface Unions {
  of(served: readonly ServedWorkspace[]): Promise<Workspace>
  close(): Promise<void>
}

/** Undefined where nothing makes them. */
export function unionsOf(union: ServeOptions['union']): Unions | undefined {
  if (!union) return undefined
  const opened = new Map<string, Promise<Workspace>>()
  return {
    of: (served: readonly ServedWorkspace[]): Promise<Workspace> => {
      const key = served
        .map(({ id }) => id)
        .sort()
        .join()
      const found = opened.get(key) ?? union(served.map(({ name }) => name))
      opened.set(key, found)
      // A failure is tried again by the next who asks.
      found.catch(() => opened.delete(key))
      return found
    },
    close: async () => {
      for (const each of opened.values()) await (await each.catch(() => undefined))?.close()
    },
  }
}
