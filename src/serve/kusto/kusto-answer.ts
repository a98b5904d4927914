import type { Json, Table } from '../../lib/table.ts'
import type { QueryTable } from '../../providers/workspace.ts'
import type { ServeLimits } from '../route.ts'
import type { KustoRequest } from './kusto-request.ts'
import { type CutAt, type OneApiError, type RequestIds, truncation } from './one-api-error.ts'

/** An answer to a query with all that its body tells of it, whatever the version. */
export interface KustoAnswer {
  /** The first is the answer. */
  readonly tables: readonly { readonly name: string; readonly table: Table }[]
  /** Rows were cut off. */
  readonly error?: OneApiError
  /** Rows are missing for another reason: a file that could not be read. */
  readonly warnings: readonly string[]
  /** What is to be known of it beside. */
  readonly remarks: readonly string[]
  readonly visualization: Json
  readonly durationMs: number
  /** When it was done, in milliseconds since 1970. */
  readonly at: number
  readonly ids: RequestIds
}

/** Kusto's own limit of an answer's size, where nobody says otherwise. */
const defaultBytes = 64 * 2 ** 20

export function kustoAnswer(found: QueryTable, request: KustoRequest, limits: ServeLimits): KustoAnswer {
  const { table, name, more = [], chart, completeness, durationMs } = found
  const { clientRequestId, activityId } = request
  const ids = { clientRequestId, activityId }
  const { status, notices } = completeness
  const error = status === 'truncated' ? truncation(cutAt(found, request, limits), ids) : undefined
  return {
    tables: [{ name: name ?? 'PrimaryResult', table }, ...more],
    ...(error && { error }),
    warnings: status === 'partial' ? notices : [],
    // That rows were cut is said by the error.
    remarks: status === 'partial' ? [] : notices.filter((notice) => !error || !/^only the first\b/.test(notice)),
    visualization: visualization(chart),
    durationMs,
    at: Date.now(),
    ids,
  }
}

function cutAt(
  { table, more = [], completeness }: QueryTable,
  { csl, options }: KustoRequest,
  limits: ServeLimits,
): CutAt {
  const isCutBySize = completeness.notices.some((notice) => /\bof data,/.test(notice))
  if (!isCutBySize) return { rows: Math.max(table.rowCount, ...more.map((each) => each.table.rowCount)) }
  const [own] = [...csl.matchAll(/\bset\s+truncationmaxsize\s*=\s*(\d+)/gi)].slice(-1)
  return { bytes: Number(own?.[1] ?? options.truncationmaxsize ?? limits.bytes ?? defaultBytes) }
}

/** What `render` asks for, with all the properties that clients look for. */
function visualization(chart: string | undefined): Json {
  return {
    Visualization: chart ?? null,
    Title: null,
    XColumn: null,
    Series: null,
    YColumns: null,
    AnomalyColumns: null,
    XTitle: null,
    YTitle: null,
    XAxis: null,
    YAxis: null,
    Legend: null,
    YSplit: null,
    Accumulate: false,
    IsQuerySorted: false,
    Kind: null,
    Ymin: 'NaN',
    Ymax: 'NaN',
    Xmin: null,
    Xmax: null,
  }
}
