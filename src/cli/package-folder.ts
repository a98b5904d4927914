import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The folder huntlet is installed in: where its queries, notebooklets and templates are. */
export const packageFolder = resolve(dirname(import.meta.filename), '..', '..')

export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  return version
}
