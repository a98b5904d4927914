import type { Fault, Faults, FaultyRequest } from '../../../src/serve/faults.ts'
import type { FaultyService } from './faulty-service.ts'

const hour = 3600_000

/** Milliseconds of the range that a request is about. */
export const lengthOf = ({ range }: FaultyRequest) => (range ? Date.parse(range.end) - Date.parse(range.start) : 0)
/** One of the parts into which a day was split. */
export const isPart = (request: FaultyRequest) => request.range !== undefined && lengthOf(request) < 20 * hour
/** Every other part, by the hour in which it begins. */
export const isEveryOther = (request: FaultyRequest) =>
  isPart(request) && (Date.parse(request.range!.start) / hour) % 4 === 0

/** The fault at the first time that each of these is asked for. */
export function firstOfEach(which: (request: FaultyRequest) => boolean, fault: Fault): Faults {
  const seen = new Set<string>()
  return (request) => {
    const key = request.range?.start ?? ''
    if (!which(request) || seen.has(key)) return undefined
    seen.add(key)
    return fault
  }
}

/** Once, at the so manieth part. */
export function atPart(number: number, happen: () => Fault | undefined): Faults {
  let parts = 0
  return (request) => (isPart(request) && ++parts === number ? happen() : undefined)
}

/** For good, from the so manieth part on. */
export function fromPart(number: number, fault: Fault): Faults {
  let parts = 0
  return (request) => (isPart(request) && ++parts >= number ? fault : undefined)
}

/** Never answered, and so much time passes. */
export function hanging(under: FaultyService, ms: number): Fault {
  setImmediate(() => under.clock.pass(ms))
  return { kind: 'held', until: new Promise(() => {}) }
}

/** The server goes with all that is under way, and another is there when it is asked again. */
export function restart(under: FaultyService): Fault {
  const back = under.goAway().then(() => under.comeBack())
  under.clock.meanwhile = () => back
  return { kind: 'dropped' }
}
