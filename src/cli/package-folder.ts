import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder huntlet is installed in: where its queries, notebooklets and templates are. */
export const packageFolder = resolve(fileURLToPath(new URL('../..', import.meta.url)))

export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  return version
}
