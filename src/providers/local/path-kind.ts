import { type Stats, statSync } from 'node:fs'

/** True for a folder, or a link to one; false where there is none, or it cannot be looked at. */
export function isFolder(path: string): boolean {
  return statusOf(path)?.isDirectory() === true
}

/** True for a file, or a link to one; false where there is none, or it cannot be looked at. */
export function isFile(path: string): boolean {
  return statusOf(path)?.isFile() === true
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}
