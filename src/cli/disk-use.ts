import envPaths from 'env-paths'
import type { DiskUse } from '../providers/local/cache/disk-use.ts'
import { leavesNoTrace } from './no-trace.ts'

/** The user's own folder for what can be made again: `$XDG_CACHE_HOME/huntlet`, or the system's place for it. */
export function cacheFolder(): string {
  return envPaths('huntlet', { suffix: '' }).cache
}

/** What may be written to disk: undefined for nothing at all. */
export function diskUse(flags: { readonly cache?: boolean; readonly trace?: boolean }): DiskUse | undefined {
  if (leavesNoTrace(flags)) return undefined
  return { folder: cacheFolder(), ...(flags.cache !== false && { cache: {} }) }
}
