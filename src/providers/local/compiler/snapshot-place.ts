import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { arch, platform, version } from 'node:process'
import { fileURLToPath } from 'node:url'
import { languageServiceScripts } from '../../../kql/language-service.ts'

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

export const snapshotName = /^compiler-[0-9a-f]{32}\.blob$/

/** The compiler as one script, which the build makes; there is none where huntlet runs from its sources. */
const bundled = fileURLToPath(new URL('../compiler-snapshot.cjs', import.meta.url))

/** In the cache folder, for the user alone. */
export const snapshotFolder = 'compiler'

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
    const folder = join(cacheFolder, snapshotFolder)
    const blob = join(folder, `compiler-${hash.digest('hex').slice(0, 32)}.blob`)
    return { cacheFolder, folder, blob, program, scripts }
  } catch {
    return undefined
  }
}

/** There is a snapshot, and nobody but the user can have written it: it is code that will be run. */
export function isUsable({ blob }: SnapshotPlace): boolean {
  try {
    const { uid, mode } = statSync(blob)
    return platform === 'win32' || (uid === userInfo().uid && (mode & 0o022) === 0)
  } catch {
    return false
  }
}
