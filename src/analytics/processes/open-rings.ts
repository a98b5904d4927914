/**
 * Makes a root of the first of each ring of processes that lead to each other as parents, and says which these are: processes of one
 * instant, and broken data, may name each other.
 */
export function openRings(parent: Int32Array): number[] {
  const walk = new Int32Array(parent.length)
  const opened: number[] = []
  for (let start = 0; start < parent.length; start++) {
    let at = start
    while (at >= 0 && walk[at] === 0) {
      walk[at] = start + 1
      at = parent[at]!
    }
    if (at < 0 || walk[at] !== start + 1) continue
    let first = at
    for (let next = parent[at]!; next !== at; next = parent[next]!) first = Math.min(first, next)
    parent[first] = -1
    opened.push(first)
  }
  return opened
}
