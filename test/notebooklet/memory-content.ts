import type { ContentFiles, ContentRoot } from '../../src/notebooklet/content-files.ts'

/** Folders in memory: `{ 'queries/a/b.yaml': text }` below a root. */
export function memoryFiles(folders: Readonly<Record<string, Readonly<Record<string, string>>>>): ContentFiles {
  const textOf = (root: ContentRoot, path: string) => folders[root.folder]?.[path]
  return {
    list: (root, folder) =>
      Object.keys(folders[root.folder] ?? {})
        .filter((path) => path.startsWith(`${folder}/`))
        .sort(),
    exists: (root, path) => textOf(root, path) !== undefined,
    read(root, path) {
      const text = textOf(root, path)
      if (text === undefined) throw new Error(`ENOENT: ${path}`)
      return text
    },
  }
}

export function root(folder: string): ContentRoot {
  return { origin: folder, folder }
}
