import { statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { HuntletError, printDiagnostic } from '../../lib/diagnostic.ts'
import { configuredRoots } from '../content-roots.ts'
import { exitCodes } from '../exit-code.ts'
import { writeError, writeOut } from '../terminal.ts'

/** `huntlet check [PATH]`: everything, or the project folder given (or the one a file belongs to). */
export async function check(path: string | undefined): Promise<void> {
  const { checkProject } = await import('../../notebooklet/check-project.ts')
  const project = path === undefined ? process.cwd() : projectFolder(path)
  const { diagnostics, queries, notebooklets } = await checkProject(await configuredRoots({}, project))
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  for (const diagnostic of diagnostics) writeError(printDiagnostic(diagnostic))
  await writeOut([
    `${notebooklets} notebooklets, ${queries} queries: ${errors === 0 ? 'no errors' : `${errors} errors`}\n`,
  ])
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
