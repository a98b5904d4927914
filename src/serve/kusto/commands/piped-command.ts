import { kqlLiteral, kqlName } from '../../../kql/literal.ts'
import type { Table } from '../../../lib/table.ts'

/** A command and the operators behind it: `.show tables | count`. `operators` begin with their pipe. */
export interface PipedCommand {
  readonly command: string
  readonly operators: string
}

/** Where the first pipe outside quotes stands. */
export function pipedCommand(text: string): PipedCommand {
  const [match] = /^(?:"[^"]*"|'[^']*'|[^|"'])*/.exec(text)!
  const at = text[match.length] === '|' ? match.length : text.length
  return { command: text.slice(0, at).trim(), operators: text.slice(at) }
}

/** A command's table as the beginning of a query. */
export function datatableText(table: Table): string {
  const columns = table.columns.map(({ name, type }) => `${kqlName(name)}:${type}`)
  const cells = table.rows().flatMap((row) => row.map((cell, index) => kqlLiteral(table.columns[index]!.type, cell)))
  return `datatable(${columns.join(', ')}) [${cells.join(', ')}]`
}
