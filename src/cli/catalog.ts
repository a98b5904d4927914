import { printDiagnostic } from '../lib/diagnostic.ts'
import type { Catalog } from '../notebooklet/catalog.ts'
import { contentRoots } from './content-roots.ts'
import { writeError } from './terminal.ts'

let loading: Promise<Catalog> | undefined

/** Every notebooklet there is here, read once. Those that are broken are said on standard error, and left out. */
export function openCatalog(): Promise<Catalog> {
  loading ??= load()
  return loading
}

async function load(): Promise<Catalog> {
  const { loadCatalog } = await import('../notebooklet/catalog.ts')
  const catalog = await loadCatalog(contentRoots())
  for (const diagnostic of catalog.diagnostics) writeError(printDiagnostic(diagnostic))
  return catalog
}
