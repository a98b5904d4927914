import { type ChildProcess, fork } from 'node:child_process'
import { dirname } from 'node:path'
import type { Peer } from '../../threads/peer.ts'

/** For making a snapshot and for starting from it: they must be the same. A damaged one would start, and go wrong later: its checksum is verified. */
export function snapshotFlags(blob: string): string[] {
  return ['--verify-snapshot-checksum', '--snapshot-blob', blob]
}

/** A compiler in a process that starts from the snapshot. It says `ready` first; it ends with this process, however that ends. Throws what the system throws. */
export function processPeer(blob: string, program: string): Peer {
  const child = fork(program, [], {
    execArgv: snapshotFlags(blob),
    // No flags and no secrets of the user's shell, and no folder that is to be removed.
    env: {},
    cwd: dirname(blob),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // Known to Node, not to its types.
    ...{ windowsHide: true },
  })
  return {
    listen({ onMessage, onEnd }) {
      child.on('message', onMessage)
      child.on('error', onEnd)
      child.on('exit', () => onEnd())
    },
    // What is said to a process that has ended is answered by its end.
    post: (message) => child.send(message as object, () => {}),
    ref() {
      child.ref()
      child.channel?.ref()
    },
    unref() {
      child.unref()
      child.channel?.unref()
    },
    end: () => killed(child),
  }
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return done()
    child.ref()
    child.once('exit', () => done())
    child.kill('SIGKILL')
  })
}
