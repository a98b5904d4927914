/** Numbers from 0 to below 1 that follow from a seed alone, the same everywhere (mulberry32: 32 bits of state and of result). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** So many different numbers from 0 to below `count`, all of them where there are no more (Floyd's algorithm), in order. */
export function sampleOf(count: number, size: number, random: () => number): Uint32Array {
  if (size >= count) return Uint32Array.from({ length: count }, (_, at) => at)
  const chosen = new Set<number>()
  for (let last = count - size; last < count; last++) {
    const at = Math.floor(random() * (last + 1))
    chosen.add(chosen.has(at) ? last : at)
  }
  return Uint32Array.from(chosen).sort()
}
