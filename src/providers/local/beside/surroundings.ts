import { join } from 'node:path'
import { HuntletError } from '../../../lib/diagnostic.ts'
import { cannotRead } from '../load/find-files.ts'
import type { Notices } from '../load/notices.ts'
import { isFolder } from '../path-kind.ts'
import type { BesideTables } from './beside-tables.ts'
import { functionFiles, readFunctions, type StoredFunction } from './stored-functions.ts'
import { functionsFolder, watchlistsFolder } from './surrounding-folders.ts'
import { aliasOf, emptyWatchlist, readWatchlist, type StoredWatchlist, watchlistFiles } from './watchlists.ts'

/** What a workspace's folders hold beside logs. */
export interface StoredSurroundings {
  readonly watchlists: readonly StoredWatchlist[]
  readonly functions: readonly StoredFunction[]
}

/** Published parsers ask this list which of them are switched off, and go on where it is empty. */
const disabledParsers = 'ASimDisabledParsers'

/** Reads the watchlists and functions of the workspace's folders. What cannot be read is told, and the rest goes on. */
export async function readSurroundings(
  paths: readonly string[],
  beside: BesideTables,
  notices: Notices,
  signal: AbortSignal,
): Promise<StoredSurroundings> {
  const tell = (file: string, message: string, line?: number) =>
    notices.add({
      kind: 'watchlists and functions',
      severity: 'warning',
      message,
      file,
      ...(line !== undefined && { line }),
    })
  const filesIn = (name: string, list: (folder: string) => string[]) =>
    paths
      .map((path) => join(path, name))
      .filter(isFolder)
      .flatMap((folder) => {
        try {
          return list(folder)
        } catch (cause) {
          tell(folder, `The folder is left out. ${cannotRead(cause)}`)
          return []
        }
      })
  const watchlists = new Map<string, StoredWatchlist>()
  for (const file of filesIn(watchlistsFolder, watchlistFiles)) {
    const alias = aliasOf(file)
    if (watchlists.has(alias)) {
      tell(file, `Passed over: the watchlist ${alias} is there already.`)
      continue
    }
    try {
      watchlists.set(alias, await readWatchlist(file, beside, signal))
    } catch (error) {
      signal.throwIfAborted()
      const why = error instanceof HuntletError ? error.message : String(error)
      tell(file, `The watchlist ${alias} is left out. ${why}`)
    }
  }
  const functions = new Map<string, StoredFunction>()
  for (const each of filesIn(functionsFolder, functionFiles).flatMap(readFunctions)) {
    if (!functions.has(each.name)) functions.set(each.name, each)
    if (each.fault !== undefined)
      tell(each.file, `The function ${each.name} cannot be used. ${each.fault}`, lineOf(each))
  }
  if (functions.size > 0 && !watchlists.has(disabledParsers)) {
    watchlists.set(disabledParsers, await emptyWatchlist(disabledParsers, ['SourceSpecificParser'], beside))
  }
  return { watchlists: [...watchlists.values()], functions: [...functions.values()] }
}

/** The line of a fault that has a place in the file. */
function lineOf({ place }: StoredFunction): number | undefined {
  return place?.source.text ? place.source.text.slice(0, place.offset).split('\n').length : undefined
}
