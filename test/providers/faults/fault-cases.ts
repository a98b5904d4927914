import type { ServiceLimits } from '../../../src/providers/service-request.ts'
import type { QueryOptions } from '../../../src/providers/workspace.ts'
import { type Fault, type Faults, first } from '../../../src/serve/faults.ts'
import type { ServeOptions } from '../../../src/serve/serve-options.ts'
import { atPart, firstOfEach, fromPart, hanging, isEveryOther, lengthOf, restart } from './faults-of-parts.ts'
import { day, type FaultyService } from './faulty-service.ts'

/** What is done to the service while it is asked something. */
export interface FaultCase {
  readonly injected: string
  readonly faults: (under: FaultyService) => Faults
  /** Default: the rows of a day. */
  readonly kql?: string
  readonly options?: (under: FaultyService) => QueryOptions
  readonly serving?: Partial<ServeOptions>
  readonly limits?: ServiceLimits
  /** Default all numbers. */
  readonly wanted?: readonly unknown[]
}

const minute = 60_000
const hour = 60 * minute
/** So few rows an answer that a day of them is asked for in parts of two hours. */
const stingy = { serving: { limits: { rows: 150 } } }
/** In an order that is the same each time. */
const inTurn = { ...stingy, limits: { concurrent: 1 } }

const once = (fault: Fault) => () => first(1, fault)
const always = (fault: Fault) => () => () => fault
const page: Fault = { kind: 'content', type: 'text/html', body: '<html><title>Sign in</title></html>' }
const nothing = () => () => undefined

const grouped = 'Numbers_CL | summarize dcount(n_d) by Half = n_d % 2'
const tops = 'Numbers_CL | top 400 by n_d asc | project n_d'
const joined = 'Numbers_CL | where n_d < 400 | join kind=inner (Numbers_CL | project n_d) on n_d | project n_d'
const latest =
  'Numbers_CL | summarize Texts = make_set(Text_s), arg_max(TimeGenerated, n_d) by Key = tolong(n_d) % 7 | where array_length(Texts) > 9 | sort by n_d asc'

export const faultCases: readonly FaultCase[] = [
  { injected: 'nothing', faults: nothing },
  { injected: 'throttled twice, `Retry-After: 7`', faults: () => first(2, { kind: 'throttled', retryAfter: '7' }) },
  { injected: 'throttled twice, without `Retry-After`', faults: () => first(2, { kind: 'throttled', retryAfter: '' }) },
  { injected: 'throttled for good', faults: always({ kind: 'throttled', retryAfter: '30' }) },
  { injected: 'throttled, `Retry-After: 3600`', faults: always({ kind: 'throttled', retryAfter: '3600' }) },
  { injected: '500 once', faults: once({ kind: 'status', status: 500 }) },
  {
    injected: '503 once, `Retry-After: 20`',
    faults: once({ kind: 'status', status: 503, headers: { 'retry-after': '20' } }),
  },
  { injected: '502 for good', faults: always({ kind: 'status', status: 502 }) },
  { injected: 'slow: 100 s to the answer', faults: once({ kind: 'latency', ms: 100_000 }) },
  { injected: 'no answer, ever', kql: grouped, faults: (under) => () => hanging(under, 11 * minute) },
  { injected: 'connection dropped before the answer, twice', faults: () => first(2, { kind: 'dropped' }) },
  { injected: 'connection dropped in the body, twice', faults: () => first(2, { kind: 'dropped', after: 5000 }) },
  { injected: 'connection dropped in the body, for good', faults: always({ kind: 'dropped', after: 5000 }) },
  { injected: 'body cut, once', faults: once({ kind: 'truncated', after: 5000 }) },
  { injected: 'body cut, for good', faults: always({ kind: 'truncated', after: 5000 }) },
  { injected: 'page of HTML, once', faults: once(page) },
  { injected: 'page of HTML, for good', faults: always(page) },
  {
    injected: 'JSON of another kind',
    faults: always({ kind: 'content', type: 'application/json', body: '{"ok":true}' }),
  },
  {
    injected: 'token expired in mid-run, a new one is taken',
    ...stingy,
    faults: () => atPart(4, () => ({ kind: 'expired-token' })),
  },
  {
    injected: 'token expired in mid-run, and no new one is taken',
    ...stingy,
    faults: () => fromPart(4, { kind: 'expired-token' }),
  },
  { injected: 'more rows than the service gives', ...stingy, faults: nothing },
  {
    injected: 'half of the parts fail, once each',
    ...stingy,
    faults: () => firstOfEach(isEveryOther, { kind: 'dropped', after: 500 }),
  },
  {
    injected: 'half of the parts fail, for good',
    ...inTurn,
    faults: () => (request) => (isEveryOther(request) ? { kind: 'status', status: 500 } : undefined),
  },
  {
    injected: 'all parts fail from the third on, for good',
    ...inTurn,
    faults: () => fromPart(3, { kind: 'status', status: 503 }),
  },
  { injected: 'server restarted between two parts', ...stingy, faults: (under) => atPart(5, () => restart(under)) },
  { injected: 'more bytes than the service gives', serving: { limits: { bytes: 20_000 } }, faults: nothing },
  {
    injected: 'more rows than the service gives, and no parts can be made',
    ...stingy,
    kql: joined,
    wanted: Array.from({ length: 400 }, (_, n) => n),
    faults: nothing,
  },
  {
    injected: 'more rows than the service gives, of the first by a number',
    ...stingy,
    kql: tops,
    wanted: Array.from({ length: 400 }, (_, n) => n),
    faults: nothing,
  },
  {
    injected: '504 over more than six hours',
    faults: () => (request) => (lengthOf(request) > 6 * hour ? { kind: 'status', status: 504 } : undefined),
  },
  {
    injected: '504 over more than six hours, of groups',
    kql: 'Numbers_CL | summarize n_d = max(tolong(n_d)) by Key = tolong(n_d) % 7',
    wanted: [993, 994, 995, 996, 997, 998, 999],
    faults: () => (request) => (lengthOf(request) > 6 * hour ? { kind: 'status', status: 504 } : undefined),
  },
  {
    injected: 'the same, and the groups of a part fail for good',
    kql: 'Numbers_CL | summarize n_d = max(tolong(n_d)) by Key = tolong(n_d) % 7',
    wanted: [993, 994, 995, 996, 997, 998, 999],
    limits: { concurrent: 1 },
    faults: () => (request) => {
      if (lengthOf(request) > 6 * hour) return { kind: 'status', status: 504 }
      return isEveryOther(request) ? { kind: 'status', status: 500 } : undefined
    },
  },
  {
    injected: '504 over more than six hours, of groups and what is done with them',
    kql: latest,
    wanted: [993, 994, 995, 996, 997, 998, 999],
    faults: () => (request) => (lengthOf(request) > 6 * hour ? { kind: 'status', status: 504 } : undefined),
  },
  {
    injected: 'the same, and a part fails for good',
    kql: latest,
    wanted: [993, 994, 995, 996, 997, 998, 999],
    limits: { concurrent: 1 },
    faults: () => (request) => {
      if (lengthOf(request) > 6 * hour) return { kind: 'status', status: 504 }
      return isEveryOther(request) ? { kind: 'status', status: 500 } : undefined
    },
  },
  { injected: '504, and no parts can be made', kql: grouped, faults: always({ kind: 'status', status: 504 }) },
  {
    injected: 'a part of the work failed, and the answer says so',
    faults: once({ kind: 'partial', rows: 900, message: 'a shard was lost' }),
  },
  {
    injected: 'the same, of one part of many',
    ...inTurn,
    faults: () => atPart(3, () => ({ kind: 'partial', rows: 10, message: 'a shard was lost' })),
  },
  {
    injected: 'cancelled in the middle',
    ...stingy,
    faults: (under) =>
      atPart(5, () => {
        under.stop.abort()
        return undefined
      }),
    options: (under) => ({ timespan: day, signal: under.stop.signal }),
  },
  {
    injected: 'no answer within the time of the query (7 minutes)',
    faults: (under) => () => hanging(under, 7 * minute),
    options: () => ({ timespan: day, timeoutMs: 7 * minute }),
  },
  {
    injected: 'throttled until the time of the run is over (8 minutes)',
    limits: { deadlineMs: 8 * minute },
    faults: always({ kind: 'throttled', retryAfter: '240' }),
    options: (under) => ({ timespan: day, signal: under.stop.signal }),
  },
]
