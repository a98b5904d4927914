/** The server as a library: for tests of other clients, which may have it misbehave. */
export { anyOf, type Fault, type Faults, type FaultyRequest, first, within } from './faults.ts'
export type { ServedQuery } from './http/served-query.ts'
export { azureLimits } from './limits/azure-limits.ts'
export type { ServeLimits } from './route.ts'
export { type Server, serve } from './serve.ts'
export type { ServeBounds, ServeOptions } from './serve-options.ts'
