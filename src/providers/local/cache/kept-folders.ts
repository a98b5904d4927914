import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { keptFolders } from './disk-use.ts'
import { remove, removeAbandoned } from './private-folder.ts'

/** Bytes of all files below one of the folders; 0 where there is none. */
export function keptBytes(folder: string, name: keyof typeof keptFolders): number {
  return bytesBelow(join(folder, keptFolders[name]))
}

function bytesBelow(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name)
      return sum + (entry.isDirectory() ? bytesBelow(path) : lstatSync(path).size)
    }, 0)
  } catch {
    // It is not there, or another process has just removed what was.
    return 0
  }
}

/**
 * Removes all that is kept, but for what open workspaces have put aside. They go on: they have their files open. What a process
 * of Windows holds stays.
 */
export function clearKept(folder: string): void {
  const { workspaces, compiler, code, lookups, answers, schemas } = keptFolders
  for (const name of [workspaces, compiler, code, lookups, answers, schemas]) remove(join(folder, name))
  removeAbandoned(join(folder, keptFolders.spill), () => true)
}
