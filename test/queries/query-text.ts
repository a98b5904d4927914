import { type Diagnostic, positionOf } from '../../src/lib/diagnostic.ts'
import { parseQuery, type Query } from '../../src/queries/query-definition.ts'

/** A query file around some KQL, for tests of the template alone. */
export function queryText(
  kql: string,
  parameters: Readonly<Record<string, object>> = {},
  tables = ['SigninLogs'],
): string {
  const block = kql
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
  return `id: test/query\ntitle: Test\ntables: ${JSON.stringify(tables)}\nparameters: ${JSON.stringify(parameters)}\nquery: |\n${block}\n`
}

/** A query that must be sound. */
export function soundQuery(
  kql: string,
  parameters: Readonly<Record<string, object>> = {},
  tables = ['SigninLogs'],
): Query {
  const { query, diagnostics } = parseQuery('test.yaml', queryText(kql, parameters, tables))
  if (!query) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  return query
}

/** `CODE line:column message (hint)` of each diagnostic: what a reader sees of it. */
export function told(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, message, hint, span, source }) => {
    const { line, column } = positionOf(source!, span.start)
    return `${code} ${line}:${column} ${message}${hint ? ` (${hint})` : ''}`
  })
}
