import { createHash } from 'node:crypto'
import { formatDatetime, parseDatetime } from '../../lib/kql-time.ts'
import type { QueryOptions, TimeRange } from '../workspace.ts'
import { plainKql } from './kql-texts.ts'

/** What a workspace is asked: all that its answer depends on. */
export interface Question {
  readonly kql: string
  readonly timespan?: TimeRange
  readonly limit?: number
  readonly parameters?: Readonly<Record<string, string>>
}

export function questionOf(kql: string, { timespan, limit, parameters }: QueryOptions): Question {
  return {
    kql,
    ...(timespan && { timespan }),
    ...(limit !== undefined && { limit }),
    ...(parameters && Object.keys(parameters).length > 0 && { parameters }),
  }
}

/** The same for the same question, however its text is laid out and its times are written. 32 hexadecimal digits. */
export function keyOf({ kql, timespan, limit, parameters = {} }: Question, ...more: readonly string[]): string {
  const named = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))
  const range = timespan && [instant(timespan.start), instant(timespan.end)]
  const parts = [plainKql(kql), range ?? null, limit ?? null, named, ...more]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

function instant(text: string): string {
  const ticks = parseDatetime(text)
  return ticks === undefined ? text : formatDatetime(ticks)
}
