import type { Workspace } from './workspace.ts'

/** Whether a workspace holds what somebody chose to put there, so that it is asked whole where no time range is given. */
export function isExport(workspace: Workspace): boolean {
  return workspace.isExport ?? (workspace.kind === 'local' || workspace.kind === 'demo')
}
