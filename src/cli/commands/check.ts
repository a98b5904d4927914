import { statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { countOf } from '../../lib/count-of.ts'
import { HuntletError, printDiagnostic } from '../../lib/diagnostic.ts'
import type { ContentRoot } from '../../notebooklet/content-files.ts'
import { configuredRoots, realPath } from '../content-roots.ts'
import { exitCodes } from '../exit-code.ts'
import { writeError, writeOut } from '../terminal.ts'

export interface CheckFlags {
  readonly all?: boolean
}

/**
 * `huntlet check [PATH]`: what one writes oneself, in the project one stands in and in one's own folders; or the project that is given
 * (or the one a file belongs to). What is shipped is checked where it is the project, and with `--all`.
 */
export async function check(path: string | undefined, { all = false }: CheckFlags = {}): Promise<void> {
  const { checkProject } = await import('../../notebooklet/check-project.ts')
  const project = path === undefined ? process.cwd() : projectFolder(path)
  const roots = await configuredRoots({}, project)
  const isProject = ({ folder }: ContentRoot) => realPath(folder) === realPath(project)
  const isOwn = (root: ContentRoot) => root.origin !== 'shipped' || isProject(root)
  const { diagnostics, queries, notebooklets } = await checkProject(
    roots,
    (root) => all || (path === undefined ? isOwn(root) : isProject(root)),
  )
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  for (const diagnostic of diagnostics) writeError(printDiagnostic(diagnostic))
  const found = `${countOf(notebooklets, 'notebooklet')}, ${countOf(queries, 'query', 'queries')}`
  const isNothing = notebooklets + queries + errors === 0
  const hint = 'huntlet new NAME writes a notebooklet to begin from; --all checks what is shipped'
  await writeOut([`${found}: ${isNothing ? hint : errors === 0 ? 'no errors' : countOf(errors, 'error')}\n`])
  if (errors > 0) process.exitCode = exitCodes.failed
}

/** The folder that holds `notebooklets/` and `queries/`, for itself or anything below it. */
function projectFolder(path: string): string {
  const full = resolve(path)
  try {
    statSync(full)
  } catch (cause) {
    throw new HuntletError('NO_SUCH_PATH', `${path} does not exist.`, { cause })
  }
  for (let folder = full; folder !== dirname(folder); folder = dirname(folder)) {
    if (['notebooklets', 'queries'].includes(basename(folder))) return dirname(folder)
  }
  return full
}
