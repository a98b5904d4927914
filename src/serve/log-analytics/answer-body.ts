import type { NamedTable } from '../../providers/workspace.ts'
import { cellWriters } from './cell-writer.ts'
import { partialError, type Shortfall, tooManyBytes } from './partial-error.ts'

export interface Answer {
  readonly tables: readonly NamedTable[]
  /** Why rows are missing; empty where none are. */
  readonly shortfalls: readonly Shortfall[]
  /** The most bytes of rows. */
  readonly mostBytes?: number
  /** How `render` asks to draw the first table; absent where nobody asked. */
  readonly render?: { readonly chart: string | undefined }
  /** Seconds that the query took; absent where nobody asked. */
  readonly seconds?: number
}

/** About so many characters at a time. */
const pieceLength = 65_536

/** The body of an answer, piece by piece, in the order of the service: tables, render, statistics, error. */
export function* answerBody({ tables, shortfalls, mostBytes, render, seconds }: Answer): Generator<string> {
  const found = [...shortfalls]
  let left = mostBytes ?? Number.POSITIVE_INFINITY
  const counts: number[] = []
  let piece = '{"tables":['
  for (const [index, { name, table }] of tables.entries()) {
    const columns = table.columns.map((column) => ({ name: column.name, type: column.type }))
    piece += `${index > 0 ? ',' : ''}{"name":${JSON.stringify(name)},"columns":${JSON.stringify(columns)},"rows":[`
    const writers = cellWriters(table)
    let row = 0
    for (; row < table.rowCount; row++) {
      let text = row > 0 ? ',[' : '['
      for (let column = 0; column < writers.length; column++) {
        text += column > 0 ? `,${writers[column]!(row)}` : writers[column]!(row)
      }
      text += ']'
      if (mostBytes !== undefined) {
        left -= Buffer.byteLength(text)
        if (left < 0) break
      }
      piece += text
      if (piece.length >= pieceLength) {
        yield piece
        piece = ''
      }
    }
    counts.push(row)
    piece += ']}'
  }
  if (left < 0) found.push(tooManyBytes(mostBytes!))
  piece += ']'
  if (render) piece += `,"render":${JSON.stringify(renderOf(render.chart))}`
  if (seconds !== undefined) piece += `,"statistics":${JSON.stringify(statisticsOf(seconds, counts))}`
  if (found.length > 0) piece += `,"error":${JSON.stringify(partialError(found))}`
  yield `${piece}}`
}

function renderOf(chart: string | undefined) {
  const isDrawn = chart !== undefined
  return {
    visualization: chart ?? null,
    title: null,
    accumulate: false,
    isQuerySorted: false,
    kind: isDrawn ? 'default' : null,
    annotation: isDrawn ? '' : null,
    by: null,
  }
}

function statisticsOf(seconds: number, counts: readonly number[]) {
  return { query: { executionTime: seconds, datasetStatistics: counts.map((tableRowCount) => ({ tableRowCount })) } }
}
