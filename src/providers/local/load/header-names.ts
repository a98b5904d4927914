import { safeText } from '../../../lib/safe-text.ts'

export interface HeaderName {
  readonly name: string
  /** What stood in brackets after the name, where it is no UTC: `Europe/Berlin`. */
  readonly zone?: string
}

const longestName = 256

/** `TimeGenerated [UTC]`, `[Europe/Berlin]`, `[UTC+02:00]`, `[Local Time]`; `Size [bytes]` is a name. */
const zoned = /^(.*?)\s+\[((?:UTC|GMT|Z)|[^\]]*(?:[+-]\d|\/|time)[^\]]*)\]$/is

/**
 * The names of columns out of a header: spaces around them and control characters are gone, the portal's ` [UTC]` is
 * stripped off (other zones are given back), an empty name becomes `Column3`, and one that occurs again gets a number.
 */
export function headerNames(header: readonly string[]): HeaderName[] {
  const taken = new Set<string>()
  return header.map((field, index) => {
    const text = field.trim()
    const [, plain = field, bracket] = (text.length <= 2 * longestName && zoned.exec(text)) || []
    const base = safeText(plain.trim()).slice(0, longestName) || `Column${index + 1}`
    let name = base
    for (let count = 2; taken.has(name); count++) name = `${base}_${count}`
    taken.add(name)
    return bracket === undefined || /^(utc|gmt|z)$/i.test(bracket.trim()) ? { name } : { name, zone: bracket.trim() }
  })
}
