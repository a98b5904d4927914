import { parentPort, workerData } from 'node:worker_threads'
import { invariant } from '../../lib/invariant.ts'
import type { Port } from './answer.ts'
import { urgentKinds } from './peer.ts'

const { urgent } = workerData as { readonly urgent: Int32Array }

/** Something waits to be read that ends work under way: what keeps this thread busy has to let go of it. */
export function isUrgent(): boolean {
  return Atomics.load(urgent, 0) > 0
}

/** The main thread, seen from a thread of the workspace. */
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
