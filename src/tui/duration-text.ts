/** `840 ms`, `3.2 s`, `4 min 10 s`: how long something took or takes. */
export function durationText(milliseconds: number): string {
  const rounded = Math.max(0, Math.round(milliseconds))
  if (rounded < 1000) return `${rounded} ms`
  if (rounded < 60_000) return `${(rounded / 1000).toFixed(1)} s`
  const seconds = Math.round(rounded / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
