import { Worker } from 'node:worker_threads'

/** A thread or a process that is sent messages, and sends some of its own. */
export interface Peer {
  /** To be called once, before anything is posted. */
  listen(listener: PeerListener): void
  post(message: unknown): void
  /** This process may not end before the peer. */
  ref(): void
  unref(): void
  /** Ends it, whatever it is at. */
  end(): Promise<void>
}

export interface PeerListener {
  onMessage(message: unknown): void
  /** It is no more; `cause`, where it did not end by itself. */
  onEnd(cause?: unknown): void
}

/** Kinds of messages for which a thread is to leave what it is at: it counts those that it has not come to read. */
export const urgentKinds: ReadonlySet<unknown> = new Set(['cancel', 'close'])

/** A thread. `module`: the file name of its code without extension, beside `base`, whose own extension it has. */
export function threadPeer(name: string, module: string, base: string): Peer {
  const urgent = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL(`./${module}${base.endsWith('.ts') ? '.ts' : '.js'}`, base), {
    name: `huntlet ${name}`,
    // Flags of the main thread, a debugger's or a test runner's, are not for this one.
    execArgv: [],
    workerData: { urgent },
  })
  return {
    listen({ onMessage, onEnd }) {
      worker.on('message', onMessage)
      worker.on('error', onEnd)
      worker.on('exit', () => onEnd())
    },
    post(message) {
      if (urgentKinds.has((message as { kind?: unknown }).kind)) Atomics.add(urgent, 0, 1)
      worker.postMessage(message)
    },
    ref: () => worker.ref(),
    unref: () => worker.unref(),
    async end() {
      await worker.terminate()
    },
  }
}
