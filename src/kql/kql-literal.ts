import { formatDatetime, formatTimespan } from '../lib/kql-time.ts'
import type { DynamicLiteral, Literal } from './tree.ts'

/** A constant as KQL writes it, so that it has its type again: `datetime(…)`, `long(5)`, `"text"`. */
export function kqlLiteral(literal: Literal | DynamicLiteral): string {
  if (literal.kind === 'dynamic') return `dynamic(${literal.json})`
  const { type, value } = literal
  if (type === 'string') return kqlText(value === null ? '' : String(value))
  if (value === null) return `${type}(null)`
  if (type === 'datetime') return `datetime(${formatDatetime(BigInt(value))})`
  if (type === 'timespan') return `timespan(${formatTimespan(BigInt(value))})`
  if (type === 'real' && typeof value === 'number' && !Number.isFinite(value)) {
    return `real(${Number.isNaN(value) ? 'nan' : value > 0 ? '+inf' : '-inf'})`
  }
  return `${type}(${value})`
}

/** A text in quotes; control characters are escaped. */
export function kqlText(text: string): string {
  const escaped = text.replace(/[\\"\x00-\x1f\x7f-\x9f\u2028\u2029]/g, (sign) =>
    /[\\"]/.test(sign) ? `\\${sign}` : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `"${escaped}"`
}
