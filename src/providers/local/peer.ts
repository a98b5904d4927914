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

/** A thread. `module`: the file name of its code without extension, beside `base`, whose own extension it has. */
export function threadPeer(name: string, module: string, base: string): Peer {
  const worker = new Worker(new URL(`./${module}${base.endsWith('.ts') ? '.ts' : '.js'}`, base), {
    name: `huntlet ${name}`,
    // Flags of the main thread, a debugger's or a test runner's, are not for this one.
    execArgv: [],
  })
  return {
    listen({ onMessage, onEnd }) {
      worker.on('message', onMessage)
      worker.on('error', onEnd)
      worker.on('exit', () => onEnd())
    },
    post: (message) => worker.postMessage(message),
    ref: () => worker.ref(),
    unref: () => worker.unref(),
    async end() {
      await worker.terminate()
    },
  }
}
