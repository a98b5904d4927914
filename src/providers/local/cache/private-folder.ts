import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { keptFolders } from './disk-use.ts'

/** Whatever is older than this and belongs to nothing was left by a process that was killed. */
const abandonedMs = 24 * 3600_000

/**
 * Makes a folder below the one given, with what is missing of that, and lets in no one but the user: logs are sensitive. Throws
 * what the system throws.
 */
export function makePrivate(parent: string, name: string): string {
  const folder = join(parent, name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // One that was there may be open to others; the parent, which may be anything, is not ours to close.
  chmodSync(folder, 0o700)
  return folder
}

/** A new folder for what does not fit in memory. Whoever makes it removes it. Throws what the system throws. */
export function makeSpillFolder(folder: string): string {
  const all = makePrivate(folder, keptFolders.spill)
  removeAbandoned(all, () => true)
  return mkdtempSync(join(all, 'spill-'))
}

/** Removes what is in the folder, is no longer of use, and was not touched for a day. What cannot be removed stays. */
export function removeAbandoned(folder: string, isOurs: (name: string) => boolean): void {
  for (const name of namesIn(folder).filter(isOurs)) {
    const path = join(folder, name)
    try {
      if (Date.now() - statSync(path).mtimeMs > abandonedMs) remove(path)
    } catch {
      // Another process was faster.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Removes a file or a folder. What is gone, or is held by a process of Windows, is let be. */
export function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // It is in the way of nothing, and is removed with what is abandoned.
  }
}
