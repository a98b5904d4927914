import { exitCodes } from '../exit-code.ts'
import { isTerminal, writeError } from '../terminal.ts'
import type { WorkspaceFlags } from '../workspace-argument.ts'

/** `huntlet` alone: the screen. */
export async function open(flags: WorkspaceFlags): Promise<void> {
  if (!isTerminal()) {
    writeError(
      'huntlet alone opens a screen, and this is no terminal. Try: huntlet list, huntlet run NAME, huntlet --help',
    )
    process.exitCode = exitCodes.usage
    return
  }
  const { openScreen } = await import('../screen.ts')
  await openScreen(flags)
}
