import { typicalDepth } from '../../../src/analytics/outliers/isolation-forest.ts'
import { sampleOf, seededRandom } from '../../../src/analytics/outliers/seeded-random.ts'

type Node =
  | { readonly feature: number; readonly cut: number; readonly below: Node; readonly above: Node }
  | { readonly count: number }

/**
 * The isolation forest as published (Liu, Ting, Zhou 2008): 100 trees of 100 rows, cut to the depth of a balanced tree, the feature drawn
 * evenly; each tree sees the whole square root of the features, as msticpy sets it.
 */
export function publishedScores(rows: readonly (readonly number[])[]): Float64Array {
  const random = seededRandom(42)
  const width = rows[0]!.length
  const samples = Math.min(100, rows.length)
  const deepest = Math.ceil(Math.log2(samples))
  const grow = (members: readonly number[], features: readonly number[], depth: number): Node => {
    const differing = features.filter((at) => members.some((row) => rows[row]![at] !== rows[members[0]!]![at]))
    if (members.length < 2 || depth >= deepest || differing.length === 0) return { count: members.length }
    const feature = differing[Math.floor(random() * differing.length)]!
    const values = members.map((row) => rows[row]![feature]!)
    const [least, most] = [Math.min(...values), Math.max(...values)]
    const cut = least + random() * (most - least)
    const side = (isAbove: boolean) => members.filter((row) => rows[row]![feature]! > cut === isAbove)
    return { feature, cut, below: grow(side(false), features, depth + 1), above: grow(side(true), features, depth + 1) }
  }
  const trees = Array.from({ length: 100 }, () => {
    const features = [...sampleOf(width, Math.floor(Math.sqrt(width)), random)]
    return grow([...sampleOf(rows.length, samples, random)], features, 0)
  })
  return Float64Array.from(rows, (row) => {
    let sum = 0
    for (const tree of trees) {
      let node = tree
      while ('feature' in node) {
        node = row[node.feature]! > node.cut ? node.above : node.below
        sum++
      }
      sum += typicalDepth(node.count)
    }
    return 2 ** (-sum / trees.length / typicalDepth(samples))
  })
}
