import { join } from 'node:path'
import { isFolder } from '../path-kind.ts'

export const watchlistsFolder = 'watchlists'
export const functionsFolder = 'functions'
/** Lists that observables are looked up in: threats, and networks with their owners. */
export const indicatorsFolder = 'indicators'
export const rangesFolder = 'ranges'

/** Folders of these names directly below a folder of logs hold no logs. */
export const surroundingFolders: ReadonlySet<string> = new Set([
  functionsFolder,
  watchlistsFolder,
  indicatorsFolder,
  rangesFolder,
])

/** Whether any of the paths has watchlists or functions beside its logs. */
export function hasSurroundings(paths: readonly string[]): boolean {
  return paths.some((path) => [functionsFolder, watchlistsFolder].some((name) => isFolder(join(path, name))))
}
