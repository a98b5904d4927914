import { writeFileSync } from 'node:fs'
import type { Workspace } from '../providers/workspace.ts'
import { configuration } from './config/configuration.ts'
import { openDeskFor } from './desk.ts'
import { interruptible } from './interrupt.ts'
import { tellLoginBy } from './login-text.ts'
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
    const warnings = await warningsOf(workspace)
    const { timeZone } = await configuration(flags)
    await openTui(desk, {
      // What is to be typed into a browser would be drawn over on standard error.
      announcements: (show) => {
        if (warnings.length > 0) show('What to know of the workspace', warnings.join('\n\n'))
        return tellLoginBy((text) => show('Log in', text))
      },
      ...(timeZone !== undefined && { timeZone, isLocalTime: true }),
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

/** What was said of a service before the screen was drawn over it. Of files each section says what it lacks. */
async function warningsOf(workspace: Workspace): Promise<string[]> {
  if (workspace.kind === 'local' || workspace.kind === 'demo') return []
  return (await workspace.notices()).flatMap(({ severity, message }) => (severity === 'warning' ? [message] : []))
}
