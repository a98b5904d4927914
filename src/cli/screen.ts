import { writeFileSync } from 'node:fs'
import { openDeskFor } from './desk.ts'
import { interruptible } from './interrupt.ts'
import { type RunFlags, runRequest } from './run-request.ts'
import { servicesToAgree } from './services-to-agree.ts'
import type { WorkspaceFlags } from './workspace-argument.ts'

/** Opens the terminal screen on a workspace, on its home or on a run. */
export async function openScreen(
  flags: WorkspaceFlags & Partial<RunFlags>,
  initial?: { readonly name: string; readonly value: string | undefined },
): Promise<void> {
  const { workspace, desk, agree } = await interruptible((signal) => openDeskFor(flags, signal))
  try {
    const { openTui } = await import('../tui/index.ts')
    const asked =
      initial &&
      runRequest(
        initial.name,
        initial.value,
        { rows: 'all', ...flags },
        desk.notebooklets.find(({ id }) => id === initial.name),
      )
    const services = servicesToAgree(flags, workspace, agree)
    await openTui(desk, {
      ...(services && { services }),
      ...(asked && { initial: asked.request, followUps: asked.followUps }),
      saveFile: (name: string, text: string) => {
        writeFileSync(name, text, { flag: 'wx' })
        return name
      },
    })
  } finally {
    await workspace.close()
  }
}
