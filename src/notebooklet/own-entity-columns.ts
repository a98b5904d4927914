import { z } from 'zod'
import type { Diagnostic } from '../lib/diagnostic.ts'
import { checkYaml, closed, readYaml } from '../queries/yaml-document.ts'
import { type ContentFiles, type ContentRoot, fileName } from './content-files.ts'
import { notebookletDiagnostic } from './messages.ts'
import { type EntityType, entityTypes } from './result-data.ts'

/** The file of a project's or user's own that says which columns hold entities. */
const entitiesFile = 'entities.yaml'

const schema = closed({ columns: z.record(z.string().min(1, 'a column'), z.enum(entityTypes)) })

/** The columns that `entities.yaml` of some folders name, the first folder before the later; a broken file is a diagnostic. */
export function ownEntityColumns(
  roots: readonly ContentRoot[],
  files: ContentFiles,
): { readonly columns: Readonly<Record<string, EntityType>>; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const read = roots.map((root) => {
    const name = fileName(root, entitiesFile)
    try {
      if (!files.exists(root, entitiesFile)) return {}
      const checked = checkYaml(readYaml(name, files.read(root, entitiesFile)), schema, 'the columns of entities')
      diagnostics.push(...checked.diagnostics)
      return checked.value?.columns ?? {}
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      const place = { source: { name, text: '' }, span: { start: 0, end: 0 } }
      diagnostics.push(notebookletDiagnostic('NBL008', { file: name, problem }, place))
      return {}
    }
  })
  return { columns: Object.assign({}, ...read.toReversed()), diagnostics }
}
