import { realpathSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { HuntletError } from '../../../lib/diagnostic.ts'
import { safeText } from '../../../lib/safe-text.ts'
import { isFile, isFolder } from '../path-kind.ts'
import { isWithin } from '../path-within.ts'

/**
 * Where a file lies that a query names: within one of the workspace's folders, from which a path that is not absolute is
 * taken, or one of its files itself. Links are followed first. Throws HuntletError OUTSIDE_WORKSPACE, and NO_SUCH_PATH.
 */
export function placeInWorkspace(written: string, paths: readonly string[]): string {
  const path = /^file:/i.test(written) ? fromAddress(written) : written
  if (path.trim() === '' || path.includes('\0') || path.split(/[\\/]/).includes('..')) throw outside(written)
  const candidates = isAbsolute(path) ? [path] : paths.filter(isFolder).map((folder) => join(folder, path))
  // A path elsewhere is refused before anything tells whether it exists.
  const near = candidates.filter((each) => paths.some((one) => isNear(resolve(each), resolve(one))))
  if (near.length === 0) throw outside(written)
  for (const candidate of near) {
    const real = realPath(candidate)
    if (real === undefined) continue
    const isInside = paths.some((one) => {
      const root = realPath(one)
      return root !== undefined && (real === root || (isFolder(one) && isWithin(real, root)))
    })
    if (!isInside) throw outside(written)
    if (isFile(real)) return real
  }
  throw new HuntletError('NO_SUCH_PATH', `There is no file \`${safeText(written)}\` in the workspace.`, {
    hint: 'Paths are taken from the workspace’s folder.',
  })
}

function fromAddress(address: string): string {
  try {
    return fileURLToPath(address)
  } catch {
    throw outside(address)
  }
}

/** True for what is one of the workspace's paths or below it, under the name that was given or under its own. */
function isNear(path: string, root: string): boolean {
  return path === root || (isFolder(root) && [root, realPath(root) ?? root].some((each) => isWithin(path, each)))
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

function outside(path: string): HuntletError {
  return new HuntletError('OUTSIDE_WORKSPACE', `\`${safeText(path)}\` is not a file within the workspace’s folder.`, {
    hint: 'A query reads files of the workspace only: put it into its folder, and write the path from there.',
  })
}
