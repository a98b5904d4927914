import { writeFileSync } from 'node:fs'
import { printDiagnostic } from '../lib/diagnostic.ts'
import { openDeskFor } from './desk.ts'
import { type RunFlags, runRequest } from './run-request.ts'
import { writeError } from './terminal.ts'
import { openFromFlags, type WorkspaceFlags } from './workspace-argument.ts'

/** Opens the terminal screen on a workspace, on its home or on a run. */
export async function openScreen(
  flags: WorkspaceFlags & Partial<RunFlags>,
  initial?: { readonly name: string; readonly value: string | undefined },
): Promise<void> {
  const workspace = await openFromFlags(flags)
  try {
    const desk = await openDeskFor(workspace)
    const { openTui } = await import('../tui/index.ts')
    const asked =
      initial &&
      runRequest(
        initial.name,
        initial.value,
        { rows: 'all', ...flags },
        desk.notebooklets.find(({ id }) => id === initial.name),
      )
    await openTui(desk, {
      ...(asked && { initial: asked.request }),
      saveFile: (name: string, text: string) => {
        writeFileSync(name, text, { flag: 'wx' })
        return name
      },
    })
    for (const diagnostic of desk.diagnostics) writeError(printDiagnostic(diagnostic))
  } finally {
    await workspace.close()
  }
}
