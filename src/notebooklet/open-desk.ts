import type { Lookup } from '../providers/lookups/lookup.ts'
import type { Workspace } from '../providers/workspace.ts'
import { type Catalog, loadCatalog } from './catalog.ts'
import type { ContentRoot } from './content-files.ts'
import type { Desk } from './desk.ts'
import { pivotsFor } from './pivots.ts'
import { Result, runNotebooklet } from './result.ts'
import { resultFromJson } from './result-json.ts'
import { reopenRun } from './run.ts'

/**
 * A desk over a workspace and the notebooklets of some folders (or a catalog that is loaded already). `lookups` are where its runs look
 * observables up; default only what sends nothing anywhere.
 */
export async function openDesk(
  workspace: Workspace,
  content: readonly ContentRoot[] | Catalog,
  options: { readonly lookups?: readonly Lookup[] } = {},
): Promise<OpenDesk> {
  const catalog = 'findQuery' in content ? content : await loadCatalog(content)
  return {
    workspaceName: workspace.name,
    notebooklets: catalog.notebooklets,
    diagnostics: catalog.diagnostics,
    pivots: (type) => pivotsFor(catalog.notebooklets, type),
    async run({ notebooklet, ...request }, hooks) {
      const definition = await catalog.findNotebooklet(notebooklet)
      return runNotebooklet(definition, workspace, catalog, request, { ...options, ...hooks })
    },
    async reopen(json) {
      const data = resultFromJson(json)
      const definition = await catalog.findNotebooklet(data.notebooklet)
      return new Result(data, reopenRun(data, definition, workspace, catalog, options.lookups))
    },
  }
}

export interface OpenDesk extends Desk {
  /** A saved Result, whose follow-ups run on this desk's workspace. Throws `INVALID_RESULT`, `UNKNOWN_NOTEBOOKLET`. */
  reopen(json: unknown): Promise<Result>
}
