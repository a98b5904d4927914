/** The number a key has among those seen, in the order they were first seen; a new one joins them. */
export function positionOf<Key>(positions: Map<Key, number>, key: Key): number {
  const known = positions.get(key)
  if (known !== undefined) return known
  positions.set(key, positions.size)
  return positions.size - 1
}
