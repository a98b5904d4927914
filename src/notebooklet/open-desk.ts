import type { Lookup } from '../providers/lookups/lookup.ts'
import type { Workspace } from '../providers/workspace.ts'
import { type Catalog, loadCatalog } from './catalog.ts'
import { type ContentRoot, contentFiles } from './content-files.ts'
import type { NotebookletDefinition } from './definition.ts'
import type { Desk } from './desk.ts'
import { deskNotebooklets } from './desk-notebooklets.ts'
import { notebookletInfo } from './notebooklet-info.ts'
import { ownEntityColumns } from './own-entity-columns.ts'
import { pivotsFor } from './pivots.ts'
import { Result, runNotebooklet } from './result.ts'
import { resultFromJson } from './result-json.ts'
import { reopenRun } from './run.ts'

/**
 * A desk over a workspace and the notebooklets of some folders (or a catalog that is loaded already), and `deskNotebooklets`. `lookups` are
 * where its runs look observables up, as of each run; default only what sends nothing anywhere.
 */
export async function openDesk(
  workspace: Workspace,
  content: readonly ContentRoot[] | Catalog,
  options: { readonly lookups?: readonly Lookup[] | (() => readonly Lookup[]) } = {},
): Promise<OpenDesk> {
  const catalog = withColumnsBeside('findQuery' in content ? content : await loadCatalog(content), workspace)
  // Who names a notebooklet of their own like these means theirs.
  const own = deskNotebooklets.filter(({ id }) => !catalog.notebooklets.some((each) => each.id === id))
  const find = async (id: string): Promise<NotebookletDefinition> =>
    own.find((each) => each.id === id) ?? catalog.findNotebooklet(id)
  const lookups = () => (typeof options.lookups === 'function' ? options.lookups() : options.lookups)
  return {
    workspaceName: workspace.name,
    notebooklets: [...catalog.notebooklets, ...own.map((definition) => notebookletInfo(definition, 'desk'))],
    diagnostics: catalog.diagnostics,
    pivots: (type) => pivotsFor(catalog.notebooklets, type),
    async run({ notebooklet, ...request }, hooks) {
      const asked = lookups()
      return runNotebooklet(await find(notebooklet), workspace, catalog, request, {
        ...(asked && { lookups: asked }),
        ...hooks,
      })
    },
    async reopen(json) {
      const data = resultFromJson(json)
      return new Result(data, reopenRun(data, await find(data.notebooklet), workspace, catalog, lookups()))
    },
  }
}

/** With the columns that an `entities.yaml` beside the logs names: the user's and the project's own go before. */
function withColumnsBeside(catalog: Catalog, { beside }: Workspace): Catalog {
  const roots = (beside?.folders ?? []).map((folder): ContentRoot => ({ origin: folder, folder }))
  const { columns, diagnostics } = ownEntityColumns(roots, contentFiles)
  // The folder of the logs may be the one that the catalog was read from.
  const told = new Set(catalog.diagnostics.map(({ source }) => source?.name))
  const fresh = diagnostics.filter(({ source }) => !told.has(source?.name))
  return {
    ...catalog,
    entityColumns: { ...columns, ...catalog.entityColumns },
    diagnostics: [...catalog.diagnostics, ...fresh],
  }
}

export interface OpenDesk extends Desk {
  /** A saved Result, whose follow-ups run on this desk's workspace. Throws `INVALID_RESULT`, `UNKNOWN_NOTEBOOKLET`. */
  reopen(json: unknown): Promise<Result>
}
