import { localLookups } from '../providers/lookups/local-lookups.ts'
import type { Lookup } from '../providers/lookups/lookup.ts'
import type { Workspace } from '../providers/workspace.ts'

const known = new WeakMap<Workspace, readonly Lookup[]>()

/** The look-ups in what a workspace and its folders hold: they send nothing anywhere. What they have read is kept with the workspace. */
export function lookupsBeside(workspace: Workspace): readonly Lookup[] {
  const there = known.get(workspace)
  if (there) return there
  const lookups = localLookups(workspace.beside ?? { folders: [] })
  known.set(workspace, lookups)
  return lookups
}
