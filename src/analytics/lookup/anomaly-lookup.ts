import { HuntletError } from '../../lib/diagnostic.ts'
import { formatDatetime, parseDatetime } from '../../lib/kql-time.ts'
import {
  costOf,
  failure,
  historyOf,
  type LookedTable,
  lookIntoTables,
  type Presence,
  reachOf,
} from './look-into-tables.ts'
import { presenceQuery, type Span } from './lookup-queries.ts'
import { isCancelled, LookupQuestions } from './lookup-questions.ts'
import type { LookupReport, TableReport } from './lookup-report.ts'
import type { LookupRequest, LookupTable, LookupWorld } from './lookup-request.ts'
import { earliest, latest, wholeSecond } from './lookup-window.ts'
import { groupTables, planTables } from './plan-tables.ts'

/**
 * Looks for what is unusual about an entity around a time, over all tables of a workspace: which tables hold it near the time, what
 * history it has there, which columns are categorical, and the entity's records by their values, step by step.
 * `findAnomalies` and `replayQueries` read the report. A table that fails fails alone. Throws `UNKNOWN_TABLE` for a chosen table
 * that is not there, `INVALID_PARAMETER` for no entity, and `CANCELLED`.
 *
 * The same request over the same tables asks the same questions in the same order, so that a world which keeps its answers goes on
 * where the queries ran out.
 */
export async function anomalyLookup(world: LookupWorld, asked: LookupRequest): Promise<LookupReport> {
  if (!/[\p{L}\p{N}]/u.test(asked.entity)) {
    throw new HuntletError('INVALID_PARAMETER', 'There is no entity to look for.', {
      hint: 'Give an account, a host, an address or any other text with a letter or a digit.',
    })
  }
  const request = { ...asked, end: wholeSecond(asked.end) }
  const tables = chosenTables(world.tables, request.tables)
  const questions = new LookupQuestions(world, request.queries)
  const time = request.time ?? request.end
  const timeFrom = request.time === undefined ? 'end of the time range' : 'given'
  const report = await lookAround(tables, questions, request, time, timeFrom)
  if (report.tables.some(({ near, status }) => near !== undefined || status === 'left over')) return report
  const lastSeen = await findLastSeen(tables, questions, request, time)
  if (!lastSeen) return { ...report, questions: questions.counts }
  if (request.time !== undefined) return { ...report, lastSeen, questions: questions.counts }
  const then = wholeSecond(parseDatetime(lastSeen.time)! + 1n)
  return { ...(await lookAround(tables, questions, request, then, 'last seen')), lastSeen }
}

async function lookAround(
  tables: readonly LookupTable[],
  questions: LookupQuestions,
  request: LookupRequest,
  time: bigint,
  timeFrom: LookupReport['timeFrom'],
): Promise<LookupReport> {
  const { around, entity, also, match, near, threshold, end } = request
  const nearSpan = { start: latest(0n, time - around), end: earliest(time + around, end) }
  const { candidates, excluded } = planTables(tables, entity, nearSpan)
  const { present, reports } = await findTables(candidates, questions, request, nearSpan)

  let affordable = Math.floor(questions.left / costOf(request))
  const looked: LookedTable[] = []
  for (const table of candidates) {
    const presence = present.get(table)
    if (!presence) continue
    const report = { ...bare(table, 'left over', leftOver), near: presence.records, last: presence.last }
    const { kql, span } = historyOf(table, request, time)
    const isKept = questions.isKept(kql, span)
    if (!isKept) affordable--
    if (isKept || affordable >= 0) looked.push({ table, presence, report })
    else reports.set(table, report)
  }
  await lookIntoTables(looked, questions, request, time)
  for (const { table, report } of looked) reports.set(table, report)
  for (const { table, status, reason } of excluded) reports.set(table, bare(table, status, reason))
  return {
    entity,
    also,
    match,
    time: formatDatetime(time),
    timeFrom,
    nearStart: formatDatetime(nearSpan.start),
    nearEnd: formatDatetime(nearSpan.end),
    historyStart: formatDatetime(reachOf(request, time)),
    near,
    threshold,
    tables: [...candidates, ...excluded.map(({ table }) => table)].map((table) => reports.get(table)!),
    questions: questions.counts,
    budget: request.queries,
  }
}

/** Where and when it was last seen before a time: as far back as history reaches, else as far as the tables are known to. */
async function findLastSeen(
  tables: readonly LookupTable[],
  questions: LookupQuestions,
  request: LookupRequest,
  time: bigint,
): Promise<LookupReport['lastSeen']> {
  const reach = reachOf(request, time)
  const began = tables.flatMap(({ first }) => (first === undefined ? [] : (parseDatetime(first) ?? [])))
  const first = earliest(reach, ...began)
  const spans = [
    { start: reach, end: earliest(time, request.end) },
    ...(first < reach ? [{ start: first, end: reach }] : []),
  ]
  for (const span of spans) {
    const { candidates } = planTables(tables, request.entity, span)
    const { present } = await findTables(candidates, questions, request, span)
    const [newest] = [...present].sort(([, a], [, b]) => (a.last < b.last ? 1 : -1))
    if (newest) return { table: newest[0].name, time: newest[1].last }
  }
  return undefined
}

interface Found {
  readonly present: Map<LookupTable, Presence>
  readonly reports: Map<LookupTable, TableReport>
}

/** The tables that hold it in a time, and what is to be said of all others. At most half of the queries go into it. */
async function findTables(
  candidates: readonly LookupTable[],
  questions: LookupQuestions,
  request: LookupRequest,
  span: Span,
): Promise<Found> {
  const found: Found = { present: new Map(), reports: new Map() }
  let affordable = Math.max(1, Math.floor(questions.left / 2))
  const groups: (readonly LookupTable[])[] = []
  for (const group of groupTables(candidates)) {
    const isKept = questions.isKept(presenceQuery(group, request, span), span)
    if (!isKept) affordable--
    if (isKept || affordable >= 0) groups.push(group)
    else for (const table of group) found.reports.set(table, bare(table, 'left over', 'The queries ran out before it.'))
  }
  await questions.forEach(
    groups,
    'Looking for it: table',
    (group) => findAmong(group, questions, request, span, found),
    ({ length }) => length,
  )
  return found
}

/** One question for all; where it fails, one for either half, so that a broken table is found and the others are answered. */
async function findAmong(
  group: readonly LookupTable[],
  questions: LookupQuestions,
  request: LookupRequest,
  span: Span,
  found: Found,
): Promise<void> {
  try {
    const answer = await questions.ask('which tables', presenceQuery(group, request, span), span)
    const rows = new Map(Array.from(answer.objects(), (row) => [String(row.Table), row]))
    for (const table of group) {
      const row = rows.get(table.name)
      if (row) found.present.set(table, { records: Number(row.Records), last: String(row.Last) })
      else found.reports.set(table, bare(table, 'not there', 'No record near the time holds it.'))
    }
  } catch (error) {
    if (isCancelled(error)) throw error
    if (group.length === 1) {
      const [table] = group
      const { status, reason } = failure(error)
      found.reports.set(table!, bare(table!, status, reason))
      return
    }
    const middle = group.length >> 1
    await findAmong(group.slice(0, middle), questions, request, span, found)
    await findAmong(group.slice(middle), questions, request, span, found)
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

const leftOver = 'It holds the entity; the queries ran out before its history.'

function bare(table: LookupTable, status: TableReport['status'], reason: string): TableReport {
  return { table: table.name, status, reason, holding: [], categories: [], leftOut: [], series: [] }
}
