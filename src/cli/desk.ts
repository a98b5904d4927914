import { printDiagnostic } from '../lib/diagnostic.ts'
import type { Desk } from '../notebooklet/desk.ts'
import type { Workspace } from '../providers/workspace.ts'
import { contentRoots } from './content-roots.ts'
import { writeError } from './terminal.ts'

/** A desk over every notebooklet there is here. Those that are broken are said on standard error, and left out. */
export async function openDeskFor(workspace: Workspace): Promise<Desk> {
  const { openDesk } = await import('../notebooklet/open-desk.ts')
  const desk = await openDesk(workspace, contentRoots())
  for (const diagnostic of desk.diagnostics) writeError(printDiagnostic(diagnostic))
  return desk
}
