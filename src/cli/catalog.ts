import { printDiagnostic } from '../lib/diagnostic.ts'
import type { Catalog } from '../notebooklet/catalog.ts'
import type { ConfigFlags } from './config/configuration.ts'
import { configuredRoots } from './content-roots.ts'
import { writeError } from './terminal.ts'

let loading: Promise<Catalog> | undefined

/** Every notebooklet there is here, read once. Those that are broken are said on standard error, and left out. */
export function openCatalog(flags: ConfigFlags = {}): Promise<Catalog> {
  loading ??= load(flags)
  return loading
}

async function load(flags: ConfigFlags): Promise<Catalog> {
  const { loadCatalog } = await import('../notebooklet/catalog.ts')
  const catalog = await loadCatalog(await configuredRoots(flags))
  for (const diagnostic of catalog.diagnostics) writeError(printDiagnostic(diagnostic))
  return catalog
}
