import { parentPort, workerData } from 'node:worker_threads'
import { invariant } from '../../lib/invariant.ts'
import { urgentKinds } from './peer.ts'

/** Where questions come from and answers go. */
export interface Port {
  onMessage(listener: (message: unknown) => void): void
  post(message: unknown, transfer: readonly ArrayBuffer[]): void
}

const { urgent } = workerData as { readonly urgent: Int32Array }

/** Something waits to be read that ends work under way: what keeps this thread busy has to let go of it. */
export function isUrgent(): boolean {
  return Atomics.load(urgent, 0) > 0
}

/** The main thread, seen from another. */
export function threadPort(): Port {
  const port = parentPort
  invariant(port, 'this is a thread of its own')
  return {
    onMessage: (listener) =>
      port.on('message', (message) => {
        if (urgentKinds.has(message.kind)) Atomics.sub(urgent, 0, 1)
        listener(message)
      }),
    post: (message, transfer) => port.postMessage(message, transfer),
  }
}
