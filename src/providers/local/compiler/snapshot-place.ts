import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { arch, getuid, platform, version } from 'node:process'
import { fileURLToPath } from 'node:url'
import { languageServiceScripts } from '../../../kql/language-service.ts'
import { keptFolders } from '../cache/disk-use.ts'

/**
 * A start-up snapshot of the compiler: the memory of a process that has built the binder's grammar, half a second of work,
 * as a file from which Node starts in a tenth of that. It is good for one build of Node and one of huntlet.
 */
export interface SnapshotPlace {
  readonly cacheFolder: string
  /** Below it, for snapshots alone. */
  readonly folder: string
  /** The snapshot, be it there or not. */
  readonly blob: string
  /** What it is made of: the compiler as one script, and the binder's. */
  readonly program: string
  readonly scripts: readonly string[]
}

/** The name of a finished snapshot. */
export const snapshotName = /^compiler-[0-9a-f]{32}\.blob$/

/** The compiler as one script, which the build makes; there is none where huntlet runs from its sources. */
const bundled = fileURLToPath(new URL('../compiler-snapshot.cjs', import.meta.url))

/** Where the snapshot of this very program for this very Node is kept; undefined where none can be made. */
export function snapshotPlace(cacheFolder: string, program = bundled): SnapshotPlace | undefined {
  try {
    const scripts = languageServiceScripts()
    const hash = createHash('sha256').update(readFileSync(program))
    for (const script of scripts) {
      const { size, mtimeMs } = statSync(script)
      hash.update(`\n${script} ${size} ${mtimeMs}`)
    }
    hash.update(`\n${version} ${platform} ${arch}`)
    const folder = join(cacheFolder, keptFolders.compiler)
    const blob = join(folder, `compiler-${hash.digest('hex').slice(0, 32)}.blob`)
    return { cacheFolder, folder, blob, program, scripts }
  } catch {
    return undefined
  }
}

/** There is a snapshot, and nobody but the user can have written it, or put it there: it is code that will be run. */
export function isUsable({ folder, blob }: SnapshotPlace): boolean {
  try {
    return [folder, blob].every(isOwn)
  } catch {
    return false
  }
}

function isOwn(path: string): boolean {
  const { uid, mode } = statSync(path)
  // Systems that do not number their users have folders of their own for each.
  return getuid === undefined || (uid === getuid() && (mode & 0o022) === 0)
}
