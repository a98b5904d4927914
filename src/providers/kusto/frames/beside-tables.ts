import type { Cell, Json, Table } from '../../../lib/table.ts'

/** What the service tells of how a query went. */
export interface Completion {
  /** Texts of what failed. */
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
  readonly remarks: readonly string[]
  readonly statistics?: { readonly seconds?: number; readonly rows?: number }
}

type Bag = { readonly [key: string]: Json }

/** What the service says of each query that went well. */
const allIsWell = 'Query completed successfully'

/** Of `QueryCompletionInformation`. */
export function completionOf(table: Table): Completion {
  const errors: string[] = []
  const warnings: string[] = []
  const remarks: string[] = []
  let statistics: Completion['statistics']
  for (const row of table.objects()) {
    const payload = bagOf(row.Payload)
    const text = typeof payload?.Text === 'string' ? payload.Text : String(row.Payload ?? '')
    const level = Number(row.Level ?? Number.NaN)
    if (level <= 2) errors.push(text)
    else if (level === 3) warnings.push(text)
    else if (row.EventTypeName === 'QueryInfo' && text !== allIsWell) remarks.push(text)
    if (row.EventTypeName === 'QueryResourceConsumption' && payload) statistics = statisticsOf(payload)
  }
  return { errors, warnings, remarks, ...(statistics && { statistics }) }
}

function statisticsOf(payload: Bag): Completion['statistics'] {
  const seconds = payload.ExecutionTime
  const read = bagOf(bagOf(payload.input_dataset_statistics)?.rows)?.scanned
  return {
    ...(typeof seconds === 'number' && { seconds }),
    ...(typeof read === 'number' && { rows: read }),
  }
}

/** How `render` asks to draw the first table, of `QueryProperties`. */
export function visualizationOf(table: Table): string | undefined {
  for (const row of table.objects()) {
    const chart = row.Key === 'Visualization' ? bagOf(row.Value)?.Visualization : undefined
    if (typeof chart === 'string' && chart !== '') return chart
  }
  return undefined
}

function bagOf(cell: Cell | undefined): Bag | undefined {
  if (typeof cell === 'string') {
    try {
      return bagOf(JSON.parse(cell) as Json)
    } catch {
      return undefined
    }
  }
  return typeof cell === 'object' && cell !== null && !Array.isArray(cell) ? (cell as Bag) : undefined
}
