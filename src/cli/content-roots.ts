import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import envPaths from 'env-paths'
import type { ContentRoot } from '../notebooklet/content-files.ts'
import { packageFolder } from './package-folder.ts'

/** The user's own folder: `HUNTLET_HOME`, or the system's place for configuration. */
export function userFolder(): string {
  return process.env.HUNTLET_HOME || envPaths('huntlet', { suffix: '' }).config
}

/** Where notebooklets and queries are looked for: in the product, in the project one stands in, in the user's folder. */
export function contentRoots(project: string = process.cwd()): ContentRoot[] {
  const roots: ContentRoot[] = [
    { origin: 'shipped', folder: packageFolder },
    { origin: '.', folder: project },
    { origin: userFolder(), folder: userFolder() },
  ]
  const seen = new Set<string>()
  return roots.filter(({ folder }) => {
    const real = realPath(folder)
    return !seen.has(real) && seen.add(real)
  })
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return join(folder)
  }
}
