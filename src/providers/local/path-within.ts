import { relative, resolve, sep } from 'node:path'

/** True for the folder itself and all below it, as the paths are written. On Windows, paths of several drives are never within. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === resolve(path))
}
