/**
 * How long a service asks to wait, in milliseconds from `now`, at least 0: `Retry-After` in seconds or as a date, Azure's own headers in
 * milliseconds before it. Names of headers are in lower case. Undefined where it says nothing that can be read.
 */
export function retryAfter(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const exact = numberIn(headers['retry-after-ms'] ?? headers['x-ms-retry-after-ms'])
  if (exact !== undefined) return Math.ceil(exact)
  const text = headers['retry-after']?.trim()
  if (text === undefined || text === '') return undefined
  const seconds = numberIn(text)
  if (seconds !== undefined) return Math.ceil(seconds * 1000)
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}(\.\d{1,9})?$/.test(text.trim()) ? Number(text) : undefined
}
