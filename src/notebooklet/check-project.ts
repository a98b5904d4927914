import type { Schemas } from '../kql/bind-kql.ts'
import { type Diagnostic, nearest, type Source } from '../lib/diagnostic.ts'
import { knownSchemas } from '../providers/schemas/known-schemas.ts'
import { checkQuery } from '../queries/check-query.ts'
import { parseQuery } from '../queries/query-definition.ts'
import { type Catalog, importSteps, loadCatalog } from './catalog.ts'
import { checkNotebooklet } from './check-notebooklet.ts'
import { type ContentFiles, type ContentRoot, contentFiles, fileName } from './content-files.ts'
import { notebookletDiagnostic } from './messages.ts'
import { entityTypes } from './result-data.ts'

/** What `huntlet check` found, and how much it looked at. */
export interface ProjectCheck {
  readonly diagnostics: readonly Diagnostic[]
  readonly queries: number
  readonly notebooklets: number
}

/**
 * Checks every notebooklet and query of some folders: the YAML, what refers to what, and the KQL against the schemas of Log
 * Analytics, for each way its conditions can go. Of `roots` only those with `checked` (default all) are reported, the others
 * are what they may refer to.
 */
export async function checkProject(
  roots: readonly ContentRoot[],
  checked: (root: ContentRoot) => boolean = () => true,
  files: ContentFiles = contentFiles,
): Promise<ProjectCheck> {
  const catalog = await loadCatalog(roots, files)
  const folders = roots.filter(checked).map(({ folder }) => folder)
  const diagnostics = catalog.diagnostics.filter(({ source }) =>
    folders.some((folder) => source === undefined || source.name.startsWith(fileName({ origin: '', folder }, ''))),
  )
  const schemas = allSchemas()
  const queries = catalog.queryFiles.filter(({ root }) => checked(root))
  const entries = catalog.entries.filter(({ root }) => checked(root))
  const found = queries.flatMap((file) => checkQueryFile(file, files, schemas))
  for (const entry of entries) found.push(...(await checkEntry(entry, catalog, schemas)))
  return { diagnostics: [...diagnostics, ...found], queries: queries.length, notebooklets: entries.length }
}

function checkQueryFile(
  { id, root, path }: Catalog['queryFiles'][number],
  files: ContentFiles,
  schemas: Schemas,
): readonly Diagnostic[] {
  const name = fileName(root, path)
  let content: string
  try {
    content = files.read(root, path)
  } catch (error) {
    const source: Source = { name, text: '' }
    const problem = error instanceof Error ? error.message : String(error)
    return [notebookletDiagnostic('NBL008', { file: name, problem }, { source, span: { start: 0, end: 0 } })]
  }
  const { query, diagnostics } = parseQuery(name, content)
  if (!query) return diagnostics
  const { source } = query.document
  const faults: Diagnostic[] = []
  if (query.id !== id) {
    const span = query.document.spanOf(['id'])
    faults.push(
      notebookletDiagnostic('NBL005', { id: query.id, file: path }, { source, span, hint: `Write \`id: ${id}\`.` }),
    )
  }
  for (const [column, type] of Object.entries(query.entities)) {
    if ((entityTypes as readonly string[]).includes(type)) continue
    const span = query.document.spanOf(['entities', column])
    const close = nearest(type, entityTypes)
    const hint = close ? `Did you mean \`${close}\`?` : `There are ${entityTypes.join(', ')}.`
    faults.push(
      notebookletDiagnostic('NBL001', { kind: 'entity', name: type, where: '`entities`' }, { source, span, hint }),
    )
  }
  return [...faults, ...checkQuery(query, schemas)]
}

async function checkEntry(
  entry: Catalog['entries'][number],
  catalog: Catalog,
  schemas: Schemas,
): Promise<readonly Diagnostic[]> {
  const { document } = entry.parsed
  let definition = entry.parsed.definition!
  if (entry.stepsPath !== undefined) {
    const file = fileName(entry.root, entry.stepsPath)
    try {
      definition = { ...definition, steps: await importSteps(file) }
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      const source: Source = { name: file, text: '' }
      return [notebookletDiagnostic('NBL007', { problem }, { source, span: { start: 0, end: 0 } })]
    }
  }
  return checkNotebooklet(definition, document, {
    schemas,
    findQuery: catalog.findQuery,
    findNotebooklet: (id) => catalog.entries.find(({ info }) => info.id === id)?.parsed.definition,
    notebookletIds: catalog.notebooklets.map(({ id }) => id),
  })
}

/** Tables of Log Analytics, all of which a workspace may have: what checks bind against. */
export function allSchemas(): Schemas {
  const { find, names } = knownSchemas()
  return { tables: [], known: { get: find, keys: names } }
}
