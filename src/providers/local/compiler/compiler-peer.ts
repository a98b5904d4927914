import { type Peer, type PeerListener, threadPeer } from '../../threads/peer.ts'
import type { DiskUse } from '../cache/disk-use.ts'
import type { CompilerReply, CompilerRequest } from '../protocol.ts'
import { keepSnapshotLater } from './keep-snapshot-later.ts'
import { processPeer } from './process-peer.ts'
import { setAside } from './snapshot-failures.ts'
import { isUsable, type SnapshotPlace, snapshotPlace } from './snapshot-place.ts'

/** A process that has not started after so long never will. */
const startMs = 10_000

/** What a process says once it has started, before all else. */
export interface Ready {
  readonly kind: 'ready'
  /** Of the process. */
  readonly pid: number
}

/**
 * The compiler of a workspace: a process that starts from a snapshot where there is one; else a thread, and a snapshot is
 * made when it has ended, for the next time. `disk` absent: a thread, and nothing is written.
 */
export function compilerPeer(disk: DiskUse | undefined): Peer {
  return compilerAt(disk && snapshotPlace(disk.folder))
}

export function compilerAt(place: SnapshotPlace | undefined): Peer {
  if (!place) return startThread()
  const process = isUsable(place) ? startProcess(place) : undefined
  return new ReplaceableCompiler(place, process)
}

function startThread(): Peer {
  return threadPeer('compiler', '../compiler-thread', import.meta.url)
}

function startProcess({ blob, program }: SnapshotPlace): Peer | undefined {
  try {
    return processPeer(blob, program)
  } catch {
    return undefined
  }
}

/** A process, and a thread in its place where it does not start. */
class ReplaceableCompiler implements Peer {
  readonly #place: SnapshotPlace
  #peer: Peer
  #state: 'starting' | 'started' | 'replaced' | 'ending'
  #listener: PeerListener | undefined
  #isReferenced = true
  #patience: NodeJS.Timeout | undefined
  /** Whoever takes over is told the last preparation, and asked what is not answered yet. */
  #preparation: CompilerRequest | undefined
  readonly #asked = new Map<number, CompilerRequest>()

  constructor(place: SnapshotPlace, process: Peer | undefined) {
    this.#place = place
    this.#peer = process ?? startThread()
    this.#state = process ? 'starting' : 'replaced'
  }

  listen(listener: PeerListener): void {
    this.#listener = listener
    if (this.#state === 'replaced') {
      this.#peer.listen(listener)
      return
    }
    this.#peer.listen({
      onMessage: (message) => this.#receive(message as CompilerReply | Ready),
      onEnd: (cause) => this.#lose(cause),
    })
    this.#patience = setTimeout(() => this.#replace(), startMs).unref()
  }

  post(message: unknown): void {
    const request = message as CompilerRequest
    if (request.kind === 'prepare') this.#preparation = request
    else if (request.kind === 'cancel') this.#asked.delete(request.id)
    else if (this.#state !== 'replaced') this.#asked.set(request.id, request)
    this.#peer.post(message)
  }

  ref(): void {
    this.#isReferenced = true
    this.#peer.ref()
  }

  unref(): void {
    this.#isReferenced = false
    this.#peer.unref()
  }

  async end(): Promise<void> {
    this.#state = 'ending'
    clearTimeout(this.#patience)
    await this.#peer.end()
    if (!isUsable(this.#place)) keepSnapshotLater(this.#place)
  }

  #receive(message: CompilerReply | Ready): void {
    if (this.#state === 'replaced') return
    if (message.kind === 'ready') {
      this.#state = 'started'
      clearTimeout(this.#patience)
    } else {
      this.#asked.delete(message.id)
      this.#listener?.onMessage(message)
    }
  }

  #lose(cause: unknown): void {
    if (this.#state === 'replaced') return
    if (this.#state !== 'starting') {
      this.#listener?.onEnd(cause)
      return
    }
    setAside(this.#place)
    this.#replace()
  }

  #replace(): void {
    const replaced = this.#peer
    this.#state = 'replaced'
    clearTimeout(this.#patience)
    this.#peer = startThread()
    if (this.#listener) this.#peer.listen(this.#listener)
    if (!this.#isReferenced) this.#peer.unref()
    const requests = this.#preparation ? [this.#preparation, ...this.#asked.values()] : this.#asked.values()
    for (const request of requests) this.#peer.post(request)
    void replaced.end()
  }
}
