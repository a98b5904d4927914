import { formatTimespan, parseDatetime } from '../../lib/kql-time.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'
import type { SourcedAnswer } from './look-up.ts'
import { type Severity, severities } from './lookup.ts'
import { keyOf, type Observable } from './observable.ts'

/** The columns of answers, as one reads them. */
export const answerColumns: readonly ColumnType[] = [
  { name: 'Severity', type: 'string' },
  { name: 'Observable', type: 'string' },
  { name: 'Kind', type: 'string' },
  { name: 'Verdict', type: 'string' },
  { name: 'Source', type: 'string' },
  { name: 'Age', type: 'timespan' },
  { name: 'Records', type: 'long' },
  { name: 'Tags', type: 'string' },
  { name: 'FirstSeen', type: 'datetime' },
  { name: 'LastSeen', type: 'datetime' },
  { name: 'AsOf', type: 'datetime' },
  { name: 'Reference', type: 'string' },
  { name: 'Raw', type: 'dynamic' },
]

const longestVerdict = 300

/** An observable, and how many records name it; null where nobody counted. */
export interface CountedObservable {
  readonly observable: Observable
  readonly records: number | null
}

/**
 * Answers as a table: a row for each, the worst observables first and the answers about one together. With `unknown`, what nobody knows has a
 * row too, which says where some source gave no answer. `Age` is how long before `now` the source knew it.
 */
export function answerTable(
  answers: readonly SourcedAnswer[],
  observables: readonly CountedObservable[],
  {
    now,
    unknown,
    isPartial = false,
  }: { readonly now: string; readonly unknown: boolean; readonly isPartial?: boolean },
): Table {
  const records = new Map(observables.map(({ observable, records }) => [idOf(observable), records]))
  const known = new Map<string, { worst: number; readonly answers: SourcedAnswer[] }>()
  for (const answer of answers) {
    const id = idOf(answer.observable)
    const there = known.get(id) ?? { worst: 0, answers: [] }
    there.worst = Math.max(there.worst, rankOf(answer.severity))
    there.answers.push(answer)
    known.set(id, there)
  }
  const groups = [...known.values()].sort((a, b) => b.worst - a.worst)
  const at = parseDatetime(now)
  const rows = groups.flatMap(({ answers: group }) =>
    group
      .sort((a, b) => rankOf(b.severity) - rankOf(a.severity))
      .map((answer) => rowOf(answer, records.get(idOf(answer.observable)) ?? null, at)),
  )
  const rest = unknown ? observables.filter(({ observable }) => !known.has(idOf(observable))) : []
  return Table.fromRows(answerColumns, [
    ...rows,
    ...rest.map(({ observable: { kind, value }, records }) => [
      'unknown',
      value,
      kind,
      isPartial ? 'Nothing is known of it, but not every source answered' : 'Nothing is known of it',
      '',
      null,
      records,
      ...['', null, null, null, '', null],
    ]),
  ])
}

function rowOf(answer: SourcedAnswer, records: number | null, now: bigint | undefined): Cell[] {
  const { observable, severity, verdict, lookup, within, tags, firstSeen, lastSeen, asOf, reference, raw } = answer
  const known = asOf === undefined ? undefined : parseDatetime(asOf)
  const age = known === undefined || now === undefined || known > now ? null : formatTimespan(wholeSeconds(now - known))
  const source = within === undefined ? lookup.title : `${lookup.title}: ${within}`
  return [
    severity,
    observable.value,
    observable.kind,
    oneLine(verdict),
    source,
    age,
    records,
    [...new Set(tags)].join(', '),
    firstSeen ?? null,
    lastSeen ?? null,
    asOf ?? null,
    reference ?? '',
    raw,
  ]
}

/** Nothing is known to the tick of when a source knew something. */
function wholeSeconds(ticks: bigint): bigint {
  return ticks - (ticks % 10_000_000n)
}

/** Sources write at length; all of it is in the raw answer. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > longestVerdict ? `${line.slice(0, longestVerdict)}…` : line
}

function rankOf(severity: Severity): number {
  return severities.indexOf(severity)
}

function idOf(observable: Observable): string {
  return `${observable.kind} ${keyOf(observable)}`
}
