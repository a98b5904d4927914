import type { Server as HttpServer } from 'node:http'
import { HuntletError } from '../../lib/diagnostic.ts'

/** Listens. Throws HuntletError: PORT_TAKEN, CANNOT_LISTEN. */
export function listening(server: HttpServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(notListening(error, host, port)))
    server.listen({ host: host.replace(/^\[|\]$/g, ''), port }, () => resolve())
  })
}

function notListening(error: NodeJS.ErrnoException, host: string, port: number): HuntletError {
  if (error.code === 'EADDRINUSE') {
    return new HuntletError('PORT_TAKEN', `Port ${port} of ${host} is taken by another program.`, {
      hint: 'Choose another with --port, or --port 0 for any that is free.',
      cause: error,
    })
  }
  const why = error.code === 'EACCES' ? 'it may not be used without more rights' : error.message
  return new HuntletError('CANNOT_LISTEN', `Cannot listen on ${host} port ${port}: ${why}`, { cause: error })
}

/** Takes no more requests; what is under way has `closeMs`, and is ended then by `ending`. */
export async function closing(server: HttpServer, ending: AbortController, closeMs: number): Promise<void> {
  const done = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => {
    ending.abort(new HuntletError('CANCELLED', 'The server is closing.'))
    server.closeAllConnections()
  }, closeMs)
  await done
  clearTimeout(timer)
}
