import { HuntletError } from '../../lib/diagnostic.ts'
import { formatDatetime, formatTimespan, parseDatetime, ticksPerDay } from '../../lib/kql-time.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import type { Cell, Json, Table } from '../../lib/table.ts'
import { chooseColumns } from './categorical-columns.ts'
import { canHoldText } from './entity-filter.ts'
import {
  categoryQuery,
  countableColumns,
  historyQuery,
  presenceQuery,
  type Span,
  seriesQuery,
} from './lookup-queries.ts'
import type { LookupReport, QuestionCount, ReportSeries, TableReport } from './lookup-report.ts'
import type { LookupRequest, LookupTable, LookupWorld } from './lookup-request.ts'
import { chooseWindow, earliest, fewestSteps, latest } from './lookup-window.ts'
import { groupTables, planTables } from './plan-tables.ts'

/** Questions at once: enough to hide waiting, few enough to leave a shared workspace alone. */
const atOnce = 3

/** Columns that one query makes series of. */
const columnsAtOnce = 20

/** Up to so many records the whole window tells which columns are categorical, beyond that its last day. */
const smallTable = 1_000_000

/**
 * Looks for what is unusual about an entity around a time, over all tables of a workspace: which tables hold it near the time, what
 * history it has there, which columns are categorical, and the entity's records by their values, step by step.
 * `findAnomalies`, `replayQueries` read the report. A table that fails fails alone. Throws `UNKNOWN_TABLE` for a chosen table
 * that is not there, `INVALID_PARAMETER` for no entity, and `CANCELLED`.
 *
 * The same request over the same tables asks the same questions in the same order, so that a world which keeps its answers goes on
 * where the queries ran out.
 */
export async function anomalyLookup(world: LookupWorld, request: LookupRequest): Promise<LookupReport> {
  if (!/[\p{L}\p{N}]/u.test(request.entity)) {
    throw new HuntletError('INVALID_PARAMETER', 'There is no entity to look for.', {
      hint: 'Give an account, a host, an address or any other text with a letter or a digit.',
    })
  }
  const lookup = new Lookup(world, request)
  const time = request.time ?? request.end
  const found = await lookup.around(time, request.time === undefined ? 'end of the time range' : 'given')
  if (
    found.tables.some(
      ({ status }) => status === 'looked into' || status === 'too little history' || status === 'left over',
    )
  )
    return found
  const lastSeen = await lookup.lastSeen(time)
  if (!lastSeen) return { ...found, questions: lookup.questions() }
  if (request.time !== undefined) return { ...found, lastSeen, questions: lookup.questions() }
  return { ...(await lookup.around(parseDatetime(lastSeen.time)! + 1n, 'last seen')), lastSeen }
}

interface Presence {
  readonly records: number
  readonly last: string
}

class Lookup {
  readonly #world: LookupWorld
  readonly #request: LookupRequest
  readonly #tables: readonly LookupTable[]
  readonly #counts = new Map<string, { asked: number; kept: number; failed: number }>()
  #left: number

  constructor(world: LookupWorld, request: LookupRequest) {
    this.#world = world
    this.#request = request
    this.#tables = chosenTables(world.tables, request.tables)
    this.#left = request.queries
  }

  questions(): readonly QuestionCount[] {
    return [...this.#counts].map(([purpose, counts]) => ({ purpose, ...counts }))
  }

  async around(time: bigint, timeFrom: LookupReport['timeFrom']): Promise<LookupReport> {
    const { around, entity, also, match, near, threshold, end } = this.#request
    const nearSpan = { start: latest(0n, time - around), end: earliest(time + around, end) }
    const { candidates, excluded } = planTables(this.#tables, entity, nearSpan)
    const { present, reports } = await this.#present(candidates, nearSpan)
    // A table costs at most this much; who is known already costs nothing.
    const cost = 2 + Math.ceil(this.#request.columns / columnsAtOnce)
    let affordable = Math.floor(this.#left / cost)
    const looked = candidates.flatMap((table) => {
      const presence = present.get(table)
      if (!presence) return []
      const { kql, span } = this.#history(table, time)
      const isKept = this.#world.isKept(kql, texts(span))
      if (!isKept) affordable--
      return isKept || affordable >= 0 ? [{ table, presence }] : []
    })
    let started = 0
    const examined = await pooled(looked, async ({ table, presence }) => {
      this.#world.progress(started++, looked.length, `Looking into ${table.name}: table`)
      const report = await this.#examine(table, presence, time)
      return [table, report] as const
    })
    for (const [table, report] of examined) reports.set(table, report)
    for (const [table, { records, last }] of present) {
      if (reports.has(table)) continue
      const reason = 'It holds the entity; the queries ran out before its history was asked for.'
      reports.set(table, { ...bare(table, 'left over', reason), near: records, last })
    }
    for (const { table, status, reason } of excluded) reports.set(table, bare(table, status, reason))
    return {
      entity,
      also,
      match,
      time: formatDatetime(time),
      timeFrom,
      nearStart: formatDatetime(nearSpan.start),
      nearEnd: formatDatetime(nearSpan.end),
      historyStart: formatDatetime(this.#reach(time)),
      near,
      threshold,
      tables: [...candidates, ...excluded.map(({ table }) => table)].map((table) => reports.get(table)!),
      questions: this.questions(),
      budget: this.#request.queries,
    }
  }

  /** Where and when it was last seen before a time, as far back as history reaches. */
  async lastSeen(time: bigint): Promise<LookupReport['lastSeen']> {
    const span = { start: this.#reach(time), end: earliest(time, this.#request.end) }
    const { candidates } = planTables(this.#tables, this.#request.entity, span)
    const { present } = await this.#present(candidates, span)
    const [newest] = [...present].sort(([, a], [, b]) => (a.last < b.last ? 1 : -1))
    return newest && { table: newest[0].name, time: newest[1].last }
  }

  /** The tables that hold it in a time, and what is to be said of all others. At most half of the queries go into it. */
  async #present(candidates: readonly LookupTable[], span: Span) {
    const present = new Map<LookupTable, Presence>()
    const reports = new Map<LookupTable, TableReport>()
    let affordable = Math.max(1, Math.floor(this.#left / 2))
    const groups: (readonly LookupTable[])[] = []
    for (const tables of groupTables(candidates)) {
      const isKept = this.#world.isKept(presenceQuery(tables, this.#request, span), texts(span))
      if (!isKept) affordable--
      if (isKept || affordable >= 0) groups.push(tables)
      else
        for (const table of tables)
          reports.set(table, bare(table, 'left over', 'The queries ran out before it was searched.'))
    }
    let done = 0
    await pooled(groups, async (tables) => {
      this.#world.progress(done, candidates.length, 'Looking for it in tables')
      await this.#presentAmong(tables, span, present, reports)
      done += tables.length
    })
    return { present, reports }
  }

  /** One question for all; where it fails, for either half, so that one broken table is found and the others are answered. */
  async #presentAmong(
    tables: readonly LookupTable[],
    span: Span,
    present: Map<LookupTable, Presence>,
    reports: Map<LookupTable, TableReport>,
  ): Promise<void> {
    try {
      const answer = await this.#ask('which tables hold it', presenceQuery(tables, this.#request, span), span)
      const rows = new Map([...answer.objects()].map((row) => [String(row.Table), row]))
      for (const table of tables) {
        const row = rows.get(table.name)
        if (row) present.set(table, { records: Number(row.Records), last: String(row.Last) })
        else reports.set(table, bare(table, 'not there', 'No record near the time holds it.'))
      }
    } catch (error) {
      if (isCancelled(error)) throw error
      if (tables.length === 1) {
        reports.set(tables[0]!, failed(tables[0]!, error))
        return
      }
      const middle = tables.length >> 1
      await this.#presentAmong(tables.slice(0, middle), span, present, reports)
      await this.#presentAmong(tables.slice(middle), span, present, reports)
    }
  }

  async #examine(table: LookupTable, presence: Presence, time: bigint): Promise<TableReport> {
    const found: Partial<TableReport> = { near: presence.records, last: presence.last }
    try {
      return await this.#examined(table, presence, time)
    } catch (error) {
      if (isCancelled(error)) throw error
      return { ...failed(table, error), ...found }
    }
  }

  async #examined(table: LookupTable, presence: Presence, time: bigint): Promise<TableReport> {
    const { kql, span } = this.#history(table, time)
    const history = await this.#ask('its history', kql, span)
    const number = (name: string) => Number(history.value(0, name) ?? 0)
    const holding = table.columns
      .filter(canHoldText)
      .map((column, index) => ({ name: column.name, type: column.type, records: number(`h${index}`) }))
      .filter(({ records }) => records > 0)
    const first = history.value(0, 'First')
    const known: TableReport = {
      ...bare(table, 'too little history', ''),
      near: presence.records,
      records: number('Records'),
      ...(typeof first === 'string' && { first }),
      last: String(history.value(0, 'Last') ?? presence.last),
      ...(table.first !== undefined && { tableFirst: table.first }),
      holding,
    }
    const window =
      typeof first === 'string'
        ? chooseWindow({ first: parseDatetime(first)!, time, end: span.end, days: this.#request.days })
        : undefined
    if (!window) {
      const reason = `Its history there is shorter than ${fewestSteps} steps of ten minutes: there is nothing to compare with.`
      return { ...known, reason }
    }
    const said = {
      start: formatDatetime(window.start),
      end: formatDatetime(window.end),
      step: formatTimespan(window.step),
      steps: window.steps,
      period: window.period,
    }
    const counted = countableColumns(table)
      .map((column, index) => ({ column, values: number(`v${index}`) }))
      .filter(({ values }) => values > 0 && values < this.#request.distinct)
    const { chosen, leftOut } = await this.#categories(table, counted, window)
    const series = await this.#series(
      table,
      holding,
      chosen.map(({ column }) => column),
      window,
    )
    return {
      ...known,
      status: 'looked into',
      window: said,
      categories: chosen.map(({ column, values, distinct }) => ({ ...column, values, distinct })),
      leftOut: leftOut.map(({ column }) => column.name),
      series,
    }
  }

  #history(table: LookupTable, time: bigint): { readonly kql: string; readonly span: Span } {
    const last = table.last === undefined ? undefined : parseDatetime(table.last)
    const end = earliest(time + ticksPerDay, this.#request.end, ...(last === undefined ? [] : [last + 1n]))
    const span = { start: this.#reach(time), end }
    return { kql: historyQuery(table, this.#request, span), span }
  }

  async #categories(
    table: LookupTable,
    counted: readonly { readonly column: ColumnType; readonly values: number }[],
    window: Span,
  ) {
    if (counted.length === 0) return { chosen: [], leftOut: [] }
    const lastDay = window.end - ticksPerDay
    const isSmall = table.rowCount > 0 && table.rowCount <= smallTable
    const span = { start: isSmall || lastDay < window.start ? window.start : lastDay, end: window.end }
    const columns = counted.map(({ column }) => column)
    const answer = await this.#ask('categorical columns', categoryQuery(table, columns, span), span)
    const rows = Number(answer.value(0, 'Rows') ?? 0)
    const counts = counted.map((each, index) => ({ ...each, distinct: Number(answer.value(0, `d${index}`) ?? 0) }))
    return chooseColumns(counts, rows, this.#request)
  }

  async #series(
    table: LookupTable,
    holding: readonly ColumnType[],
    columns: readonly ColumnType[],
    window: NonNullable<ReturnType<typeof chooseWindow>>,
  ): Promise<readonly ReportSeries[]> {
    const series: ReportSeries[] = []
    for (let from = 0; from === 0 || from < columns.length; from += columnsAtOnce) {
      const some = columns.slice(from, from + columnsAtOnce)
      const kql = seriesQuery(table, holding, some, this.#request, window, from === 0)
      const answer = await this.#ask('series', kql, window)
      for (const row of answer.objects()) {
        series.push({
          column: String(row.Column),
          value: String(row.Value),
          counts: numbers(row.Counts),
          expected: numbers(row.Expected),
          scores: Array.isArray(row.Scores) ? (row.Scores as readonly Json[]) : [],
        })
      }
    }
    return series
  }

  async #ask(purpose: string, kql: string, span: Span): Promise<Table> {
    const counts = this.#counts.get(purpose) ?? { asked: 0, kept: 0, failed: 0 }
    this.#counts.set(purpose, counts)
    const range = texts(span)
    const isKept = this.#world.isKept(kql, range)
    if (isKept) counts.kept++
    else {
      if (this.#left <= 0) throw new HuntletError(outOfQueries, 'The queries ran out.')
      counts.asked++
      this.#left--
    }
    try {
      return await this.#world.ask(kql, range)
    } catch (error) {
      counts.failed++
      throw error
    }
  }

  #reach(time: bigint): bigint {
    return latest(0n, time - BigInt(this.#request.days) * ticksPerDay)
  }
}

function chosenTables(tables: readonly LookupTable[], names: readonly string[]): readonly LookupTable[] {
  if (names.length === 0) return tables
  const byName = new Map(tables.map((table) => [table.name.toLowerCase(), table]))
  return [...new Set(names)].map((name) => {
    const table = byName.get(name.toLowerCase())
    if (table) return table
    throw new HuntletError('UNKNOWN_TABLE', `There is no table \`${name}\` in this workspace.`, {
      hint: 'huntlet tables shows them all.',
    })
  })
}

/** Work on each item, few at once, results in the order of the items. What one throws ends it all. */
async function pooled<Item, Done>(items: readonly Item[], work: (item: Item) => Promise<Done>): Promise<Done[]> {
  const results: Done[] = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const at = next++
      results[at] = await work(items[at]!)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  return results
}

function bare(table: LookupTable, status: TableReport['status'], reason: string): TableReport {
  return { table: table.name, status, reason, holding: [], categories: [], leftOut: [], series: [] }
}

function texts({ start, end }: Span): { readonly start: string; readonly end: string } {
  return { start: formatDatetime(start), end: formatDatetime(end) }
}

function numbers(cell: Cell | undefined): number[] {
  return Array.isArray(cell) ? cell.map((each) => Number(each)) : []
}

function isCancelled(error: unknown): boolean {
  return error instanceof HuntletError && error.code === 'CANCELLED'
}

/** Which is no failure of the table: it waits for more queries. */
const outOfQueries = 'OUT_OF_QUERIES'

function failed(table: LookupTable, error: unknown): TableReport {
  const isOut = error instanceof HuntletError && error.code === outOfQueries
  return bare(table, isOut ? 'left over' : 'failed', error instanceof Error ? error.message : String(error))
}
