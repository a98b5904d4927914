import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { keptFolders } from '../cache/disk-use.ts'
import { makePrivate } from '../cache/private-folder.ts'
import { isGivenUp } from './snapshot-failures.ts'
import type { SnapshotPlace } from './snapshot-place.ts'

/**
 * Starts a process that makes the snapshot and outlives this one, and waits for nothing. Where nothing can be written
 * nothing happens.
 */
export function keepSnapshotLater(place: SnapshotPlace): void {
  try {
    if (isGivenUp(place)) return
    makePrivate(place.cacheFolder, keptFolders.compiler)
    const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
    const program = fileURLToPath(new URL(`./keep-snapshot${extension}`, import.meta.url))
    const child = fork(program, [place.cacheFolder, place.program], {
      detached: true,
      execArgv: [],
      env: {},
      cwd: place.folder,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    child.on('error', () => {})
    child.disconnect()
    child.unref()
  } catch {
    // A folder that cannot be written, or no more processes: it stays as slow as it is.
  }
}
