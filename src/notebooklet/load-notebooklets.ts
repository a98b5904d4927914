import { HuntletError } from '../lib/diagnostic.ts'
import { camelCase } from './camel-case.ts'
import { type Catalog, type CatalogEntry, loadCatalog, withOwnSteps } from './catalog.ts'
import type { ContentRoot } from './content-files.ts'
import type { Notebooklet, TypedResult } from './define-notebooklet.ts'
import { runNotebooklet } from './result.ts'
import type { ShippedNotebooklets } from './shipped-notebooklets.ts'

/** Notebooklets by the camelCase of their id: `account-summary` is `accountSummary`. */
export type Notebooklets = ShippedNotebooklets & { readonly [name: string]: Notebooklet<AnyFollowUps> }

/** Follow-ups of a notebooklet that the types know nothing of. */
interface AnyFollowUps {
  readonly [name: string]: { readonly parameters: Readonly<Record<string, { readonly type: 'string' }>> }
}

/** The notebooklets of some folders, to be run from code. Those that are broken are left out; `huntlet check` says why. */
export async function loadNotebookletsFrom(roots: readonly ContentRoot[]): Promise<Notebooklets> {
  const catalog = await loadCatalog(roots)
  const notebooklets = Object.fromEntries(
    catalog.entries.map((entry) => [camelCase(entry.info.id), fromEntry(entry, catalog)]),
  )
  // That those of `ShippedNotebooklets` are there is held by a test; a broken installation is told by name.
  return new Proxy(notebooklets as unknown as Notebooklets, {
    get(target, name) {
      if (typeof name !== 'string' || askedByLanguage.has(name) || name in target) return Reflect.get(target, name)
      throw new HuntletError('UNKNOWN_NOTEBOOKLET', `There is no notebooklet \`${name}\`.`, {
        hint: `There are ${Object.keys(target).join(', ')}.`,
      })
    },
  })
}

/** What `await` and `JSON.stringify` look for in any object. */
const askedByLanguage: ReadonlySet<string> = new Set(['then', 'toJSON'])

function fromEntry(entry: CatalogEntry, catalog: Catalog): Notebooklet<AnyFollowUps> {
  const { id, title, text } = entry.info
  return {
    id,
    title,
    text,
    async run(workspace, { parameters, ...request } = {}, hooks = {}) {
      const definition = await withOwnSteps(entry)
      // Parameters are checked at run time, whatever their type here.
      const asked = { ...request, parameters: parameters as Record<string, string> | undefined }
      const result = await runNotebooklet(definition, workspace, catalog, asked, hooks)
      // Its follow-ups became methods when it was made.
      return result as unknown as TypedResult<AnyFollowUps>
    },
  }
}
