import type { QuerySettings } from '../../kql/tree.ts'

/** What a result holds where nobody says otherwise: the limits of Kusto and of Log Analytics. */
export const defaultRows = 500_000
const defaultBytes = 64 * 2 ** 20

export interface ResultLimits {
  readonly rows: number
  /** As `ResultSize` counts them; absent for no limit but what can be held. */
  readonly bytes?: number
}

/**
 * Where each result is cut. `set` moves the defaults both ways, or lifts them; a limit of the caller's own stands in place of
 * the default ones, and the query may only lower it.
 */
export function resultLimits(limit: number, isLimitGiven: boolean, settings: QuerySettings = {}): ResultLimits {
  const { isUnlimited = false, keptRows, keptBytes, mostRows = unlimitedRows } = settings
  const lifted = isUnlimited ? unlimitedRows : limit
  const rows = isLimitGiven ? Math.min(limit, keptRows ?? limit) : (keptRows ?? lifted)
  const bytes = keptBytes ?? (isUnlimited || isLimitGiven ? undefined : defaultBytes)
  return { rows: Math.min(rows, mostRows), ...(bytes !== undefined && { bytes }) }
}

/** One less than can be counted: the statement asks for one row more. */
const unlimitedRows = Number.MAX_SAFE_INTEGER - 1

/** What was given of a result that was cut, at which limit, and how to get more. */
export function cutNotice({ rows, bytes }: ResultLimits, given: number, isCutBySize: boolean, isLimitGiven: boolean) {
  const count = (rows: number) => `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`
  if (isCutBySize) {
    const size = bytes === undefined ? '' : `, which is ${sizeText(bytes)} of data,`
    const more =
      'begin the query with `set truncationmaxsize=BYTES;` or `set notruncation;`, or name a limit (--limit ROWS)'
    return `only the first ${count(given)}${size} are shown; there are more. For more ${more}; or ask for fewer columns`
  }
  const shown = `only the first ${count(rows)} are shown; there are more`
  if (isLimitGiven) return shown
  return `${shown}. For more begin the query with \`set truncationmaxrecords=ROWS;\` or \`set notruncation;\`, or name a limit (--limit ROWS)`
}

function sizeText(bytes: number): string {
  const [size, unit] = bytes >= 2 ** 20 ? [bytes / 2 ** 20, 'MB'] : [bytes / 2 ** 10, 'KB']
  return `${size.toLocaleString('en', { maximumFractionDigits: 1 })} ${unit}`
}
