import type { Point } from './values.ts'

/** Missing points as the last one before them. */
export function fillForward<T>(items: readonly T[], isMissing: (item: T) => boolean): T[] {
  const filled: T[] = []
  for (const item of items) filled.push(isMissing(item) && filled.length > 0 ? filled.at(-1)! : item)
  return filled
}

/** Missing points as the first one after them. */
export function fillBackward<T>(items: readonly T[], isMissing: (item: T) => boolean): T[] {
  return fillForward(items.toReversed(), isMissing).toReversed()
}

/**
 * Missing points on the line between their neighbours, rounded down to whole numbers where all points are such; at the ends
 * as the nearest one where `edges` says so. All missing: `constant`.
 */
export function fillLinear(
  points: readonly Point[],
  isMissing: (point: Point) => boolean,
  options: { edges: boolean; constant: Point; whole: boolean },
): Point[] {
  const known = points.flatMap((point, index) => (isMissing(point) || point === null ? [] : [index]))
  const [first] = known
  const last = known.at(-1)
  if (first === undefined || last === undefined) return points.map(() => options.constant)
  let next = 0
  return points.map((point, index) => {
    if (!isMissing(point)) return point
    if (index < first) return options.edges ? points[first]! : point
    if (index > last) return options.edges ? points[last]! : point
    while (known[next]! < index) next++
    const [left, right] = [known[next - 1]!, known[next]!]
    const [from, to] = [points[left]!, points[right]!]
    const value = from + ((to - from) * (index - left)) / (right - left)
    return options.whole ? Math.trunc(value) : value
  })
}
