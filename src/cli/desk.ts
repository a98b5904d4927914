import { printDiagnostic } from '../lib/diagnostic.ts'
import type { Desk } from '../notebooklet/desk.ts'
import type { Workspace } from '../providers/workspace.ts'
import { openCatalog } from './catalog.ts'
import { type LookupFlags, lookupsForRun } from './lookups.ts'
import { writeError } from './terminal.ts'
import { openFromFlags } from './workspace-argument.ts'

export interface OpenedDesk {
  readonly desk: Desk
  readonly workspace: Workspace
  /** Lets runs from now on ask these services. */
  agree(services: readonly string[]): void
}

/**
 * A workspace and a desk over every notebooklet there is here. Notebooklets are read while the workspace opens. `tell` is told of waiting,
 * repeating and parts of the time range while questions are asked.
 */
export async function openDeskFor(
  flags: LookupFlags,
  signal?: AbortSignal,
  tell?: (text: string) => void,
): Promise<OpenedDesk> {
  const opening = openFromFlags(flags, signal, 'demo', tell)
  // The failure to open is told below; until then it must not count as unhandled.
  opening.catch(() => {})
  try {
    const catalog = await openCatalog(flags)
    const { openDesk } = await import('../notebooklet/open-desk.ts')
    const workspace = await opening
    let agreed: readonly string[] = []
    let lookups = lookupsForRun(flags, workspace)
    const desk = await openDesk(workspace, catalog, { lookups: () => lookups })
    for (const fresh of desk.diagnostics.slice(catalog.diagnostics.length)) writeError(printDiagnostic(fresh))
    return {
      workspace,
      desk,
      agree(services) {
        agreed = [...agreed, ...services]
        lookups = lookupsForRun(flags, workspace, agreed)
      },
    }
  } catch (error) {
    await opening.then(
      (workspace) => workspace.close(),
      () => {},
    )
    throw error
  }
}
