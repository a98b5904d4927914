import { HuntletError } from '../../lib/diagnostic.ts'
import { parseTimespan, ticksSince2020 } from '../../lib/kql-time.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type ColumnData, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { TextColumn } from '../columns/text-column.ts'
import { type ActorOrder, isUnknownCell, orderByActorAndTime } from './order-by-actor.ts'
import { cellTexts, eventTexts } from './session-texts.ts'

export interface SessionizeOptions {
  /** The columns that together identify an actor, such as UserId and ClientIP. */
  readonly by: readonly string[]
  /** A datetime column. */
  readonly time: string
  /** A session that reaches this age is over: `20m`. */
  readonly maxLength: string
  /** A pause of this length ends a session: `2m`. */
  readonly maxGap: string
  /** The column that names the event, or the columns of its name and of its parameters. */
  readonly event: string | { readonly name: string; readonly params: string }
  /** Columns whose cells are collected beside the events, as `<name>List`: their times, say. */
  readonly extra?: readonly string[]
  /** A column that identifies a record: one that comes twice counts once. */
  readonly id?: string
  /**
   * `kql` (the default): as the row_window_session function of KQL, so that a session made here is the session a query makes. A gap
   * or an age of exactly the maximum starts a new session, and an unknown identifier is nobody's name: it comes before all others.
   * `msticpy`: exactly the maximum still belongs to the session, and an unknown identifier is the text `dummy_str`, in order and identity.
   */
  readonly rule?: 'kql' | 'msticpy'
  /**
   * Records that agree in actor, time, event (with its parameters) and extra columns: `drop` takes them for one record that came twice,
   * `keep` for several. Default `drop`, by the rule of msticpy `keep`.
   */
  readonly duplicates?: 'drop' | 'keep'
  /**
   * Columns that tell actors apart whose first identifier is unknown: where they came from, with what. Default those of the well-known names
   * that the table has; by the rule of msticpy none.
   */
  readonly apart?: readonly string[]
}

/** What is known of an actor whose name is not. */
const whereFrom: readonly string[] = [
  ...['ClientIP', 'ClientIPAddress', 'IPAddress', 'SourceIpAddress', 'CallerIpAddress', 'SourceIP', 'Address'],
  ...['UserAgent', 'Agent', 'Computer', 'DeviceName', 'HostName', 'Host'],
]

/** How an actor's identifier is shown that the log does not know. */
const unknownLabel = '(unknown)'

/**
 * Cuts a log into sessions: the events of one actor, in order of time, without a long pause and not too long as a whole. One row a
 * session, by actor and then by time: the identifying columns, `Actor` (them as one text, `(unknown)` for what is missing, with what is known
 * of it: `(unknown) from 1.2.3.4`), `Begin`,
 * `End`, `Duration`, `EventCount`, `EventList`, and a list for each extra column.
 *
 * Null and empty identifiers are both unknown. Events of an actor without a time are one session without `Begin`.
 * Throws `COLUMN_UNKNOWN`, and `OPTION_INVALID` for a time column that is no datetime or a length that is no timespan.
 */
export function sessionize(table: Table, options: SessionizeOptions): Table {
  return cutSessions(table, options).sessions
}

/** As `sessionize`, and how many records were left out as they came twice. */
export function cutSessions(
  table: Table,
  options: SessionizeOptions,
  progress: Progress = noProgress,
): { readonly sessions: Table; readonly duplicates: number } {
  const rule = options.rule ?? 'kql'
  if (rule !== 'kql' && rule !== 'msticpy') {
    throw new HuntletError('OPTION_INVALID', `The rule must be kql or msticpy, not \`${String(rule)}\`.`)
  }
  const by = options.by.map((name) => columnAt(table, name, 'identifies the actor'))
  const time = timeColumn(table, options.time)
  const maxLength = ticksOf(options.maxLength, 'maxLength')
  const maxGap = ticksOf(options.maxGap, 'maxGap')
  const events = eventTexts(table, options.event)
  const extra = (options.extra ?? []).map((name) => ({
    name,
    textOf: cellTexts(table, columnAt(table, name, 'collected')),
  }))

  const offsets = timeOffsets(time)
  const known = options.apart ?? (rule === 'msticpy' ? [] : whereFrom.filter((name) => table.indexOf(name) >= 0))
  const apart = known
    .filter((name) => !options.by.includes(name))
    .map((name) => columnAt(table, name, 'tells unknown actors apart'))
  progress(0, table.rowCount, 'Ordering records')
  const all = orderByActorAndTime(table, by, offsets, {
    unknownAs: rule === 'msticpy' ? 'dummy_str' : undefined,
    apart,
    ...(options.id !== undefined && { id: columnAt(table, options.id, 'identifies a record') }),
  })
  const order =
    (options.duplicates ?? (rule === 'msticpy' ? 'keep' : 'drop')) === 'keep'
      ? all
      : withoutDuplicates(all, offsets, [events, ...extra.map(({ textOf }) => textOf)])
  const isOver =
    rule === 'kql'
      ? (gap: number, age: number) => gap >= maxGap || age >= maxLength
      : (gap: number, age: number) => gap > maxGap || age > maxLength
  const starts = sessionStarts(order, offsets, isOver)

  const lists = [
    { name: 'EventList', textOf: events },
    ...extra.map(({ name, textOf }) => ({ name: `${name}List`, textOf })),
  ]
  const actorOf = (row: number) =>
    actorLabel(
      by.map((column) => labelOf(table, row, column)),
      apart.map((column) => labelOf(table, row, column)),
    )
  const { columns, first } = sessionColumns({ order, starts, time, lists, actorOf, progress })
  const identifiers = table.select(options.by).pick(first)
  const sessions = Table.fromColumns([...identifiers.columns, ...columns.map(([column]) => column)], first.length, [
    ...identifiers.data,
    ...columns.map(([, data]) => data),
  ])
  return { sessions, duplicates: all.rows.length - order.rows.length }
}

/** What sessions are made of. */
interface Cut {
  readonly order: ActorOrder
  /** Where sessions start in the order of rows, and its end. */
  readonly starts: readonly number[]
  readonly time: Extract<ColumnData, { kind: 'bigints' }>
  readonly lists: readonly { readonly name: string; readonly textOf: (row: number) => string }[]
  readonly actorOf: (row: number) => string
  readonly progress: Progress
}

/** The columns of the sessions after the identifying ones, and the first row of each. */
function sessionColumns({ order, starts, time, lists, actorOf, progress }: Cut): {
  readonly columns: readonly (readonly [ColumnType, ColumnData])[]
  readonly first: Uint32Array
} {
  const count = starts.length - 1
  const begin = new BigInt64Array(count)
  const end = new BigInt64Array(count)
  const duration = new BigInt64Array(count)
  const valid = new Uint8Array(count)
  const size = new Float64Array(count)
  const listed = lists.map((column) => ({ ...column, texts: new TextColumn(count) }))
  const actors = new TextColumn(count)
  const first = new Uint32Array(count)
  let actor = ''
  for (let session = 0; session < count; session++) {
    if (session % 4096 === 0) progress(starts[session]!, order.rows.length, 'Cutting sessions')
    const rows = order.rows.subarray(starts[session]!, starts[session + 1]!)
    const from = rows[0]!
    const to = rows[rows.length - 1]!
    first[session] = from
    size[session] = rows.length
    const at = starts[session]!
    if (at === 0 || order.actors[at] !== order.actors[at - 1]) actor = actorOf(from)
    actors.set(session, actor)
    if (time.valid?.[from] !== 0) {
      valid[session] = 1
      begin[session] = time.values[from]!
      end[session] = time.values[to]!
      duration[session] = time.values[to]! - time.values[from]!
    }
    for (const { texts, textOf } of listed) texts.set(session, listText(rows, textOf))
  }
  const columns: readonly (readonly [ColumnType, ColumnData])[] = [
    [{ name: 'Actor', type: 'string' }, actors.toColumn()],
    [
      { name: 'Begin', type: 'datetime' },
      { kind: 'bigints', values: begin, valid },
    ],
    [
      { name: 'End', type: 'datetime' },
      { kind: 'bigints', values: end, valid },
    ],
    [
      { name: 'Duration', type: 'timespan' },
      { kind: 'bigints', values: duration, valid },
    ],
    [
      { name: 'EventCount', type: 'int' },
      { kind: 'numbers', values: size },
    ],
    ...listed.map(({ name, texts }) => [{ name, type: 'dynamic' }, texts.toColumn()] as const),
  ]
  return { columns, first }
}

/** The first of each record that an actor has at one time. Records without a time are all kept: nothing says that they are one. */
function withoutDuplicates(
  { rows, actors }: ActorOrder,
  offsets: Float64Array,
  texts: readonly ((row: number) => string)[],
): ActorOrder {
  const keptRows = new Uint32Array(rows.length)
  const keptActors = new Uint32Array(rows.length)
  let kept = 0
  let seen: Set<string> | undefined
  const keyOf = (row: number) => JSON.stringify(texts.map((textOf) => textOf(row)))
  const sameInstant = (at: number, other: number) =>
    other >= 0 && other < rows.length && actors[at] === actors[other] && offsets[rows[at]!] === offsets[rows[other]!]
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!
    if (!sameInstant(at, at - 1)) seen = sameInstant(at, at + 1) ? new Set([keyOf(row)]) : undefined
    else if (seen!.size === seen!.add(keyOf(row)).size) continue
    keptRows[kept] = row
    keptActors[kept++] = actors[at]!
  }
  return { rows: keptRows.slice(0, kept), actors: keptActors.slice(0, kept) }
}

/** Where sessions start in the order of rows, and its end. */
function sessionStarts(
  { rows, actors }: { readonly rows: Uint32Array; readonly actors: Uint32Array },
  offsets: Float64Array,
  isOver: (gapTicks: number, ageTicks: number) => boolean,
): readonly number[] {
  const starts: number[] = []
  let begin = Number.NaN
  for (let at = 0; at < rows.length; at++) {
    const now = offsets[rows[at]!]!
    const before = at === 0 ? Number.NaN : offsets[rows[at - 1]!]!
    // Rows without a time stand first: NaN is equal to nothing, so that the first time after them starts a session.
    const timeless = Number.isNaN(now) && Number.isNaN(before)
    const sameActor = at > 0 && actors[at] === actors[at - 1]
    if (sameActor && (timeless || (!Number.isNaN(before) && !isOver(now - before, now - begin)))) continue
    starts.push(at)
    begin = now
  }
  return [...starts, rows.length]
}

function listText(rows: Uint32Array, textOf: (row: number) => string): string {
  const parts = new Array<string>(rows.length)
  for (let at = 0; at < rows.length; at++) parts[at] = textOf(rows[at]!)
  return `[${parts.join(',')}]`
}

function labelOf(table: Table, row: number, column: number): string {
  const cell = table.cell(row, column)
  return isUnknownCell(cell) ? unknownLabel : typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}

function actorLabel(labels: readonly string[], apart: readonly string[]): string {
  if (labels[0] !== unknownLabel) return labels.join(' · ')
  const known = [...labels, ...apart].filter((label) => label !== unknownLabel)
  return known.length === 0 ? unknownLabel : `${unknownLabel} from ${known.join(' · ')}`
}

function timeColumn(table: Table, name: string): Extract<ColumnData, { kind: 'bigints' }> {
  const at = columnAt(table, name, 'the time of an event')
  const data = table.data[at]!
  if (table.columns[at]!.type === 'datetime' && data.kind === 'bigints') return data
  throw new HuntletError('OPTION_INVALID', `The column \`${name}\` is a ${table.columns[at]!.type}, not a datetime.`, {
    hint: `Convert it in the query: \`extend ${name} = todatetime(${name})\`.`,
  })
}

/** Times as numbers of ticks, NaN for none. */
function timeOffsets({ values, valid }: Extract<ColumnData, { kind: 'bigints' }>): Float64Array {
  const offsets = new Float64Array(values.length)
  for (let row = 0; row < values.length; row++)
    offsets[row] = valid?.[row] === 0 ? Number.NaN : ticksSince2020(values[row]!)
  return offsets
}

function ticksOf(text: string, option: string): number {
  const ticks = typeof text === 'string' ? parseTimespan(text) : undefined
  if (ticks !== undefined && ticks >= 0n) return Number(ticks)
  throw new HuntletError('OPTION_INVALID', `${option} must be a timespan such as \`20m\`, not \`${String(text)}\`.`)
}
