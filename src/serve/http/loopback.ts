import { isLoopback } from '../../providers/loopback.ts'

/**
 * Whether a Host header names this machine. A page of a browser can have its own name resolve to 127.0.0.1 and ask then as
 * though it were allowed to; what it can't do is send another Host than its name.
 */
export function isLoopbackHost(header: string | undefined): boolean {
  return header !== undefined && isLoopback(header.replace(/:\d{1,5}$/, ''))
}
