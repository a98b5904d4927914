/**
 * Outliers among 10⁴ to 10⁶ rows of twenty features, beside the largest robust z-score of each row.
 * Run by hand: `node test/bench/outliers.bench.ts [most rows]`.
 */
import { featureMatrix } from '../../src/analytics/outliers/feature-matrix.ts'
import { findOutliers } from '../../src/analytics/outliers/find-outliers.ts'
import { seededRandom } from '../../src/analytics/outliers/seeded-random.ts'
import { Table } from '../../src/lib/table.ts'

const most = Number(process.argv[2] ?? 1_000_000)
const features = 20

console.log('    rows  outliers     z-scores      all   a row    found')
for (const rows of [10_000, 100_000, 1_000_000].filter((count) => count <= most)) {
  const table = madeUp(rows)
  const [, plainMs] = timed(() => largestDeviations(table))
  const [found, ms] = timed(() => findOutliers(table))
  console.log(
    [
      String(rows).padStart(8),
      String(found.outliers).padStart(8),
      `${plainMs.toFixed(0)} ms`.padStart(11),
      `${ms.toFixed(0)} ms`.padStart(9),
      `${((ms / rows) * 1000).toFixed(1)} µs`,
      String(found.table.value(0, 'OutlierWhy')),
    ].join('  '),
  )
}

function largestDeviations(table: Table): Float64Array {
  const { scaled, used } = featureMatrix(table, undefined)
  return Float64Array.from({ length: table.rowCount }, (_, row) =>
    scaled.subarray(row * used.length, (row + 1) * used.length).reduce((far, each) => Math.max(far, Math.abs(each)), 0),
  )
}

/** Half of the features normal, half counts with long tails; one row in a thousand has a feature far out. */
function madeUp(rows: number): Table {
  const random = seededRandom(3)
  const columns = Array.from({ length: features }, (_, at) => ({ name: `Feature${at}`, type: 'real' }) as const)
  const data = columns.map((_, at) => {
    const values = new Float64Array(rows)
    for (let row = 0; row < rows; row++) {
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
      values[row] = at % 2 === 0 ? normal : Math.floor(Math.exp(1 + normal))
      if (row % 1000 === 0 && row / 1000 === at) values[row] = 5000
    }
    return { kind: 'numbers', values } as const
  })
  return Table.fromColumns(columns, rows, data)
}

function timed<Value>(action: () => Value): [Value, number] {
  const start = performance.now()
  const value = action()
  return [value, performance.now() - start]
}
