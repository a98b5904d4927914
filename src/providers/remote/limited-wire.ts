import type { ServiceLimits } from '../service-request.ts'
import type { Wire, WireLimits } from './wire.ts'

/** The wire with what the user allows less of than the service does. */
export function limitedWire(wire: Wire, limits: ServiceLimits | undefined): Wire {
  if (!limits) return wire
  const { concurrent = Number.POSITIVE_INFINITY, timeoutMs = Number.POSITIVE_INFINITY } = limits
  const limited: WireLimits = {
    ...wire.limited,
    concurrent: Math.min(wire.limited.concurrent, concurrent),
    concurrentBasic: Math.min(wire.limited.concurrentBasic, concurrent),
    longestMs: Math.min(wire.limited.longestMs, timeoutMs),
  }
  return {
    name: wire.name,
    ...(wire.place !== undefined && { place: wire.place }),
    limited,
    ask: (question) => wire.ask(question),
    schema: (signal) => wire.schema(signal),
    close: () => wire.close(),
  }
}
