import envPaths from 'env-paths'
import type { DiskUse } from '../providers/local/cache/disk-use.ts'
import { leavesNoTrace } from './no-trace.ts'

let chosen: string | undefined

/** Keeps what can be made again in another folder from here on: `folders.cache` of the user's settings. */
export function setCacheFolder(folder: string): void {
  chosen = folder
}

/** The user's own folder for what can be made again: that of the settings, or the system's place for it. */
export function cacheFolder(): string {
  return chosen ?? systemCacheFolder()
}

/** `$XDG_CACHE_HOME/huntlet`, or the system's place for it: where our own compiled code is, which is read before any settings. */
export function systemCacheFolder(): string {
  return envPaths('huntlet', { suffix: '' }).cache
}

/** What may be written to disk: undefined for nothing at all. */
export function diskUse(flags: { readonly cache?: boolean; readonly trace?: boolean }): DiskUse | undefined {
  if (leavesNoTrace(flags)) return undefined
  return { folder: cacheFolder(), ...(flags.cache !== false && { cache: {} }) }
}
