import type { Workspace } from './workspace.ts'
import { wrapped } from './wrapped-workspace.ts'

/** The workspace, telling of waiting, repeating and parts of the time range also where whoever asks does not listen. */
export function toldWorkspace(workspace: Workspace, tell: (text: string) => void): Workspace {
  return wrapped(workspace, (kql, options = {}) =>
    workspace.run(kql, {
      ...options,
      onProgress: (text) => {
        tell(text)
        options.onProgress?.(text)
      },
    }),
  )
}
