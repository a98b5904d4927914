import { parentPort } from 'node:worker_threads'
import { invariant } from '../../lib/invariant.ts'
import type { Port } from './answer.ts'

/** The main thread, seen from a thread of the workspace. */
export function threadPort(): Port {
  const port = parentPort
  invariant(port, 'this is a thread of its own')
  return {
    onMessage: (listener) => port.on('message', listener),
    post: (message, transfer) => port.postMessage(message, transfer),
  }
}
