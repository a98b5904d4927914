import { countOf } from '../../lib/count-of.ts'
import type { Table } from '../../lib/table.ts'
import type { View } from '../../notebooklet/view.ts'
import { barsOf } from './bars.ts'
import { columnGroups, columnNumbers, columnTimes, type RowOrder } from './column-values.ts'
import { screenText } from './fit-text.ts'
import { matrixOf } from './matrix.ts'
import { extent } from './plot.ts'
import { treeOf } from './tree.ts'
import { formatNumber } from './value-axis.ts'
import { formatInstant, utc, type Zone } from './zone.ts'

/**
 * What a drawing shows, in one line of words: for screen readers, for the text report, for terminals that draw nothing.
 * Times are by the zone's clock and name it.
 */
export function summarize(view: View, table: Table, rows?: RowOrder, zone: Zone = utc): string {
  const count = rows?.length ?? table.rowCount
  switch (view.kind) {
    case 'timeline': {
      const groups = columnGroups(table, view.by, rows).names
      const across = view.by === undefined ? '' : ` across ${countOf(groups.length, 'lane')}`
      return `${countOf(count, 'event')}${across}${timesBetween(columnTimes(table, view.time, rows), zone)}`
    }
    case 'scatter': {
      const scores = columnNumbers(table, view.score, rows)
      return `${countOf(count, 'point')}${timesBetween(columnTimes(table, view.time, rows), zone)}${between(view.score, scores)}`
    }
    case 'series': {
      const groups = view.by === undefined ? 1 : columnGroups(table, view.by, rows).names.length
      const anomalies = view.anomaly === undefined ? undefined : columnNumbers(table, view.anomaly, rows)
      const marked = anomalies?.reduce((sum, value) => (value === 0 || Number.isNaN(value) ? sum : sum + 1), 0)
      return [
        `${countOf(count, 'value')}${groups > 1 ? ` in ${countOf(groups, 'series', 'series')}` : ''}`,
        timesBetween(columnTimes(table, view.time, rows), zone),
        between(view.value, columnNumbers(table, view.value, rows)),
        marked === undefined ? '' : `; ${countOf(marked, 'anomaly', 'anomalies')}`,
      ].join('')
    }
    case 'bars': {
      const { bars } = barsOf(view, table, rows)
      const highest = bars.reduce((best, bar) => (bar.value > best.value ? bar : best), bars[0] ?? noBar)
      const most = bars.length === 0 ? '' : `; highest ${highest.label} with ${formatNumber(highest.value)}`
      return `${countOf(bars.length, 'bar')} of ${screenText(view.value)}${most}`
    }
    case 'matrix': {
      const matrix = matrixOf(view, table, rows)
      const [down, across] = [matrix.rowLabels.length, matrix.columnLabels.length]
      return `${countOf(down, 'row')} by ${countOf(across, 'column')}; highest ${formatNumber(matrix.highest)}`
    }
    case 'tree': {
      const tree = treeOf(view, table)
      return `${countOf(table.rowCount, 'node')} under ${countOf(tree.roots.length, 'root')}, ${countOf(tree.deepest + 1, 'level')} deep`
    }
    case 'map': {
      const latitudes = columnNumbers(table, view.latitude, rows)
      return `${countOf(latitudes.filter(Number.isFinite).length, 'place')} of ${countOf(count, 'row')}`
    }
    case 'facts':
    case 'table':
      return countOf(count, 'row')
    case 'text':
      return countOf(view.text.split('\n').length, 'line')
  }
}

const noBar = { label: '', value: 0, parts: [] }

function timesBetween(times: Float64Array, zone: Zone): string {
  const found = extent(times)
  if (!found) return ', none with a time'
  const last = found.high === found.low ? '' : ` to ${formatInstant(found.high, zone)}`
  return ` from ${formatInstant(found.low, zone)}${last} ${zone.label}`
}

function between(name: string, values: Float64Array): string {
  const found = extent(values)
  if (!found) return `; no ${screenText(name)}`
  return `; ${screenText(name)} ${formatNumber(found.low)} to ${formatNumber(found.high)}`
}
