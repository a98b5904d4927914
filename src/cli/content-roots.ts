import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { ContentRoot } from '../notebooklet/content-files.ts'
import { type ConfigFlags, configuration, placeOf } from './config/configuration.ts'
import { packageFolder } from './package-folder.ts'
import { userFolder } from './user-folder.ts'

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

/** The same, and the folders that the settings name. */
export async function configuredRoots(flags: ConfigFlags, project?: string): Promise<ContentRoot[]> {
  const { files } = await configuration(flags)
  const named = files.flatMap((file): ContentRoot[] => {
    const { notebooklets, queries } = file.config.folders
    if (notebooklets === undefined && queries === undefined) return []
    // A folder that only one of the two is named for holds nothing of the other.
    const place = (path: string | undefined) =>
      path === undefined ? join(file.folder, 'none', 'named') : placeOf(path, file)
    const places = { notebooklets: place(notebooklets), queries: place(queries) }
    return [{ origin: file.path, folder: file.folder, places }]
  })
  return [...contentRoots(project), ...named]
}

/** Without links, as far as it is there. */
export function realPath(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return join(folder)
  }
}
