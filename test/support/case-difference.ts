import type { Answer, Expectation, KqlCase } from './kql-cases.ts'

/**
 * How an answer differs from the recorded one, or undefined. Rows in any order unless the case says otherwise; reals to
 * ten significant digits; dynamic as JSON with sorted keys; sets in any order.
 */
export function differenceOf(
  one: KqlCase,
  expected: Exclude<Expectation, { kind: 'error' }>,
  answer: Answer,
): string | undefined {
  switch (expected.kind) {
    case 'rows':
      return (
        columnDifference(expected.columns, answer) ??
        (one.volatile ? undefined : rowDifference(expected, answer, one.ordered, one.query))
      )
    case 'tuples':
      return tupleDifference(expected.rows, answer)
    case 'printed':
      return printedDifference(expected, answer, one)
  }
}

function columnDifference(expected: readonly { name: string; type: string }[], answer: Answer): string | undefined {
  const want = expected.map(({ name, type }) => `${name}:${type}`)
  const got = answer.columns.map(({ name, type }) => `${name}:${type}`)
  // Names with a generated identifier in them are different each time.
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name.replace(/___obj_[-0-9a-f]+$/, ''))
  if (
    names(expected).join('\n') !== names(answer.columns).join('\n') &&
    !want.some((name) => name.includes('___obj_'))
  ) {
    return `columns ${got.join(', ')} instead of ${want.join(', ')}`
  }
  // Whole numbers are recorded as longs, whatever their size.
  const off = expected.findIndex(({ type }, index) => {
    const got = answer.columns[index]!.type
    return !type.split('|').includes(got) && !(got === 'int' && type === 'long')
  })
  return off < 0 ? undefined : `column ${got[off]} instead of ${want[off]}`
}

function rowDifference(
  expected: Extract<Expectation, { kind: 'rows' }>,
  answer: Answer,
  ordered: boolean,
  query: string,
): string | undefined {
  const sets = /\bmake_?set|set_union|set_intersect|set_difference|\bbag_keys|\bbag_unpack/i.test(query)
  const types = answer.columns.map(({ type }) => type)
  const form = (row: readonly unknown[]) =>
    JSON.stringify(row.map((cell, index) => canonical(cell, types[index]!, sets)))
  const want = expected.rows.map(form)
  const rounded = want.some((row) => row.includes('"about '))
  const got = rounded ? answer.rows.map((row) => form(row.map(asRecorded))) : answer.rows.map(form)
  if (!expected.complete) {
    const all = new Set(got)
    const lost = want.find((row) => !all.has(row))
    return lost === undefined ? undefined : `lacks the row ${lost}`
  }
  if (want.length !== got.length) return `${got.length} rows instead of ${want.length}`
  if (!ordered) {
    want.sort()
    got.sort()
  }
  const at = want.findIndex((row, index) => row !== got[index])
  return at < 0 ? undefined : `row ${at}: ${got[at]} instead of ${want[at]}`
}

/** One spelling for what counts as the same. */
function canonical(cell: unknown, type: string, sets: boolean): unknown {
  if (cell === null || cell === undefined) return null
  switch (type) {
    case 'real':
    case 'decimal':
      return digits(cell)
    case 'int':
    case 'long':
      return wholeNumber(cell)
    case 'datetime':
      return instant(String(cell))
    case 'timespan':
      return duration(String(cell))
    case 'dynamic':
      return sortedJson(cell, sets)
    case 'bool':
      return cell === true || cell === 1 || cell === 'true'
    default:
      return String(cell)
  }
}

function asRecorded(cell: unknown): unknown {
  return typeof cell === 'bigint' ? Number(cell) : cell
}

/** Beyond 2^53 some answers were recorded as numbers, and rounded so. */
function wholeNumber(cell: unknown): string {
  const exact = BigInt(String(cell))
  return typeof cell === 'number' && !Number.isSafeInteger(cell) ? `about ${cell}` : String(exact)
}

function digits(cell: unknown): string {
  const number = typeof cell === 'string' ? Number(cell.replace('Infinity', 'Infinity')) : Number(cell)
  if (Number.isNaN(number)) return 'NaN'
  return number === 0 ? '0' : number.toPrecision(10)
}

function instant(text: string): string {
  const [whole = '', fraction = ''] = text.replace(' ', 'T').replace(/Z$/, '').split('.')
  return `${whole}.${fraction.padEnd(7, '0')}`
}

function duration(text: string): string {
  const [whole = '', fraction = ''] =
    /\.\d+$/.test(text) && /:/.test(text.split('.').at(-2) ?? '') ? splitLast(text) : [text, '']
  return `${whole}.${fraction.padEnd(7, '0')}`
}

function splitLast(text: string): [string, string] {
  const at = text.lastIndexOf('.')
  return [text.slice(0, at), text.slice(at + 1)]
}

function sortedJson(value: unknown, sets: boolean): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => sortedJson(item, sets))
    return sets ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, item]) => [key, sortedJson(item, sets)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )
  }
  if (typeof value === 'number') return digits(value)
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value)) return instant(value)
  // Numbers that JSON has no form for, and longs, are recorded as text.
  if (typeof value === 'string' && /^-?(?:\d+(?:\.\d+)?|Infinity)$|^NaN$/.test(value)) return digits(value)
  return value
}

/** `(1, null, abc)`: compared as text, as near as that goes. */
function tupleDifference(expected: readonly string[], answer: Answer): string | undefined {
  const want = expected.map(loose).sort()
  const got = answer.rows
    .map((row) =>
      loose(
        `(${row.map((cell) => (typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : cell === null ? 'null' : String(cell))).join(', ')})`,
      ),
    )
    .sort()
  if (want.length !== got.length) return `${got.length} rows instead of ${want.length}`
  const at = want.findIndex((row, index) => row !== got[index])
  return at < 0 ? undefined : `row ${at}: ${got[at]} instead of ${want[at]}`
}

function loose(text: string): string {
  return text
    .replace(/[\s"'\\]/g, '')
    .replace(/\.0+(?=\D|$)/g, '')
    .toLowerCase()
}

function printedDifference(
  expected: Extract<Expectation, { kind: 'printed' }>,
  answer: Answer,
  one: KqlCase,
): string | undefined {
  if (expected.columns.length !== answer.columns.length) {
    return `columns ${answer.columns.map(({ name }) => name).join(', ')} instead of ${expected.columns.join(', ')}`
  }
  if (one.volatile) return undefined
  const truncated = one.truncated || expected.rows.some((row) => row.some((cell) => cell === '...' || cell === '…'))
  const want = expected.rows.filter((row) => !row.every((cell) => cell === '...' || cell === '…' || cell === ''))
  const rows = answer.rows.map((row) => [...row])
  const found = want.map((row) => {
    const at = rows.findIndex((got) =>
      row.every((cell, index) => looksLike(got[index], cell, answer.columns[index]!.type)),
    )
    if (at >= 0) rows.splice(at, 1)
    return at >= 0
  })
  const lost = found.indexOf(false)
  if (lost >= 0)
    return `lacks the row ${JSON.stringify(want[lost])}; has ${JSON.stringify(rows.slice(0, 3), bigintText)}`
  const blank = expected.rows.length - want.length
  if (!truncated && rows.length > blank) return `${answer.rows.length} rows instead of ${expected.rows.length}`
  return undefined
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

/** Whether a cell could have been printed so: rounded, cut with an ellipsis, a null as nothing. */
function looksLike(cell: unknown, printed: string, type: string): boolean {
  const text = printed.trim().replace(/^`(.*)`$/, '$1')
  if (cell === null || cell === undefined || cell === '')
    return ['', 'null', '(null)', '""'].includes(text.toLowerCase())
  if (type === 'real' || type === 'decimal' || type === 'int' || type === 'long') return sameNumber(cell, text)
  if (type === 'datetime') return sameInstant(String(cell), text)
  if (type === 'bool') return String(cell) === text.toLowerCase() || (cell ? text === '1' : text === '0')
  if (type === 'timespan') return duration(String(cell)) === duration(text) || String(cell) === text
  if (type === 'dynamic') return sameJson(cell, text)
  return squeeze(String(cell)) === squeeze(text) || squeeze(String(cell)) === squeeze(text.replace(/^"(.*)"$/, '$1'))
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function sameNumber(cell: unknown, text: string): boolean {
  const want = Number(text.replace(/,/g, ''))
  const got = Number(cell)
  if (Number.isNaN(got)) return /^nan$/i.test(text)
  if (!Number.isFinite(got)) return /^-?(?:inf|infinity|∞)$/i.test(text)
  const decimals = (/\.(\d+)/.exec(text)?.[1] ?? '').length
  return (
    Math.abs(got - want) <= Math.max(0.51 * 10 ** -decimals, Math.abs(want) * 1e-9) &&
    (decimals > 0 || got === want || Math.abs(got - want) < Math.abs(want) * 1e-9)
  )
}

function sameInstant(cell: string, text: string): boolean {
  const want = instant(text.replace(/^(\d{4}-\d\d-\d\d) /, '$1T'))
  if (instant(cell) === want) return true
  const [, month, day, year, time] = /^(\d\d?)\/(\d\d?)\/(\d{4})[ ,]*(.*)$/.exec(text) ?? []
  if (year === undefined)
    return (
      instant(cell).startsWith(want.replace(/\.?0*$/, '')) &&
      /^\d{4}-\d\d-\d\d(T00:00)?/.test(want) &&
      instant(cell).slice(10) === 'T00:00:00.0000000'
    )
  const date = new Date(`${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}T00:00:00Z`)
  const clock = /^(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*([AP]M)?$/.exec(time ?? '')
  if (time && !clock) return false
  const hour = clock ? (Number(clock[1]) % (clock[5] ? 12 : 24)) + (clock[5] === 'PM' ? 12 : 0) : 0
  date.setUTCHours(hour, Number(clock?.[2] ?? 0), Number(clock?.[3] ?? 0))
  return date.toISOString().slice(0, 19) === cell.slice(0, 19)
}

function sameJson(cell: unknown, text: string): boolean {
  try {
    return (
      JSON.stringify(rounded(sortedJson(cell, false))) === JSON.stringify(rounded(sortedJson(JSON.parse(text), false)))
    )
  } catch {
    // Printed with other quotes or none.
    const bare = (written: string) => written.replace(/["'\s]/g, '')
    return bare(typeof cell === 'string' ? cell : JSON.stringify(cell)) === bare(text)
  }
}

function rounded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rounded)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rounded(item)]))
  }
  return typeof value === 'string' && /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/.test(value)
    ? Number(value).toPrecision(4)
    : value
}
