import type { Table } from '../../lib/table.ts'

/** A table made ready, and what was chosen and found on the way, one short sentence each. */
export interface Prepared {
  readonly table: Table
  readonly notices: readonly string[]
}

/** Names as a notice lists them: `` `UserId`, `ClientIP` ``. */
export function quoted(names: readonly string[], between = ', '): string {
  return names.map((name) => `\`${name}\``).join(between)
}

/** A few values of a log as a notice shows them: quoted, cut, and how many more there are. */
export function examplesOf(texts: readonly string[], most = 3): string {
  const shown = texts.slice(0, most).map((text) => `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``)
  const more = texts.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''}`
}
