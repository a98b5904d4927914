import type { DiskUse } from '../local/cache/disk-use.ts'
import { compilerPeer } from '../local/compiler/compiler-peer.ts'
import { cancelled } from '../local/thread.ts'
import type { Peer } from '../threads/peer.ts'
import { givenNow } from '../time-range.ts'
import type { Workspace } from '../workspace.ts'
import { naming } from './fault-error.ts'
import { limitedWire } from './limited-wire.ts'
import { sharedLimiter } from './limiter.ts'
import type { RemoteOptions } from './remote-options.ts'
import { SchemaFile } from './schema-file.ts'
import { ServiceCompiler } from './service-compiler.ts'
import { ServiceWorkspace } from './service-workspace.ts'

/** A schema on disk is taken as it is for so long. */
const schemaAgeMs = 3600_000

/**
 * A workspace of a service, its compiler in a place of its own. Throws HuntletError: BAD_NOW, NOT_LOGGED_IN, UNKNOWN_WORKSPACE, CANCELLED; the wire is closed then.
 */
export async function remoteWorkspace(
  options: RemoteOptions,
  startCompiler: (disk: DiskUse | undefined) => Peer = compilerPeer,
): Promise<Workspace> {
  const wire = limitedWire(options.wire, options.limits)
  const { clock, signal, disk } = options
  try {
    const now = options.now === undefined ? undefined : givenNow(options.now).at
    if (signal?.aborted) throw cancelled(signal)
    const limiter = sharedLimiter(wire.limited, clock)
    const compiler = await ServiceCompiler.open(
      {
        wire,
        limiter,
        clock,
        file: disk?.cache && new SchemaFile(disk.folder, JSON.stringify([wire.limited.key, wire.place ?? wire.name])),
        ageMs: options.schemaAgeMs ?? schemaAgeMs,
        onProgress: options.onProgress,
      },
      () => startCompiler(disk),
      signal,
    )
    return new ServiceWorkspace(options, { wire, limiter, compiler, now })
  } catch (error) {
    await wire.close().catch(() => {})
    throw naming(options.name, error)
  }
}
