import { printDiagnostic } from '../lib/diagnostic.ts'
import type { Desk } from '../notebooklet/desk.ts'
import type { Workspace } from '../providers/workspace.ts'
import { contentRoots } from './content-roots.ts'
import { writeError } from './terminal.ts'
import { openFromFlags, type WorkspaceFlags } from './workspace-argument.ts'

export interface OpenedDesk {
  readonly desk: Desk
  readonly workspace: Workspace
}

/**
 * A workspace and a desk over every notebooklet there is here. Notebooklets are read while the workspace opens; those that
 * are broken are said on standard error, and left out.
 */
export async function openDeskFor(flags: WorkspaceFlags, signal?: AbortSignal): Promise<OpenedDesk> {
  const opening = openFromFlags(flags, signal)
  // The failure to open is told below; until then it must not count as unhandled.
  opening.catch(() => {})
  const { loadCatalog } = await import('../notebooklet/catalog.ts')
  const { openDesk } = await import('../notebooklet/open-desk.ts')
  const catalog = await loadCatalog(contentRoots())
  const workspace = await opening
  for (const diagnostic of catalog.diagnostics) writeError(printDiagnostic(diagnostic))
  return { workspace, desk: await openDesk(workspace, catalog) }
}
