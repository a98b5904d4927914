import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A folder that holds `notebooklets/` and `queries/`: the product's, a project's, the user's own. */
export interface ContentRoot {
  /** `shipped`, or the folder as the user knows it. */
  readonly origin: string
  readonly folder: string
  /** Where its notebooklets or its queries are, where that is not below the folder. */
  readonly places?: { readonly notebooklets?: string; readonly queries?: string }
}

/** The one place where notebooklets and queries are read from disk. Paths are below the root, with `/`. */
export interface ContentFiles {
  /** Files below a folder of the root, sorted; none where there is no such folder. */
  list(root: ContentRoot, folder: 'notebooklets' | 'queries'): readonly string[]
  /** Whether there is a file of that name, which no folder and no pipe is. */
  exists(root: ContentRoot, path: string): boolean
  /** UTF-8 text. Throws where the file can't be read. */
  read(root: ContentRoot, path: string): string
}

/** How a file is named to the user. */
export function fileName(root: ContentRoot, path: string): string {
  const [top = '', ...below] = path.split('/')
  const place = top === 'notebooklets' || top === 'queries' ? root.places?.[top] : undefined
  return place === undefined ? join(root.folder, path) : join(place, ...below)
}

export const contentFiles: ContentFiles = {
  list(root, folder) {
    if (!existsSync(fileName(root, folder))) return []
    // Not `recursive`: it would follow the links of a node_modules that stands there.
    const found: string[] = []
    const walk = (below: string) => {
      for (const entry of readdirSync(fileName(root, below), { withFileTypes: true })) {
        if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
        const path = `${below}/${entry.name}`
        if (entry.isDirectory()) walk(path)
        else if (entry.isFile()) found.push(path)
      }
    }
    walk(folder)
    return found.sort()
  },
  exists: (root, path) => statSync(fileName(root, path), { throwIfNoEntry: false })?.isFile() === true,
  read: (root, path) => readFileSync(fileName(root, path), 'utf8'),
}

/** A template of the product. */
export function readTemplate(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}
