import { readFileSync } from 'node:fs'
import { type BoundKql, bindKql, type Schemas } from '../../src/kql/bind-kql.ts'
import { printDiagnostic } from '../../src/lib/diagnostic.ts'
import { invariant } from '../../src/lib/invariant.ts'
import { isKqlType, type TableSchema } from '../../src/lib/kql-type.ts'
import { printTree } from './print-tree.ts'

/** `table('T', 'a:string, b:long')` */
export function table(name: string, columns: string): TableSchema {
  return {
    name,
    columns: columns.split(',').map((column) => {
      const [columnName, type] = column.trim().split(':')
      invariant(columnName && type && isKqlType(type), `${column} is a column`)
      return { name: columnName, type }
    }),
  }
}

function stored(name: string, body: string, parameters = '()'): NonNullable<Schemas['functions']>[number] {
  const text = `let ${name} = ${parameters} ${body};`
  return {
    name,
    parameters,
    body,
    place: { source: { name: `functions/${name}.kql`, text }, offset: text.indexOf('{') },
  }
}

/** Two tables of the workspace, one it lacks, and a stored function. */
export const schemas: Schemas = {
  tables: [
    table('Logins', 'Time:datetime, User:string, Count:long, Ok:bool, Id:guid, Data:dynamic'),
    table('Hosts', 'Name:string, Os:string'),
  ],
  known: new Map([['AuditLogs', table('AuditLogs', 'TimeGenerated:datetime, OperationName:string')]]),
  names: ['logs'],
  watchlists: [{ alias: 'admins', columns: table('', 'SearchKey:string, Account:string').columns }],
  functions: [
    stored('Noisy', '{\n  Logins\n  | where Count > limit\n  | where Cuont > 1\n}', '(limit:long=5)'),
    stored('Broken', '{\n  Logins\n  | where\n}'),
    stored('Fuzzy', '{ union isfuzzy=true Logins, NotThere(1), (Gone | where Count > 1) }'),
    { name: 'NoBody', parameters: '()', body: '{}', fault: 'FunctionQuery is missing.' },
    { name: 'Suspicious', parameters: '(back:timespan)', body: '{ Logins | where Time > ago(back) and not(Ok) }' },
  ],
}

export function bind(kql: string): BoundKql {
  return bindKql(kql, schemas)
}

/** What binding gives, to be read: the tree, then the diagnostics with their frames. */
export function shown(kql: string): string {
  const { query, diagnostics } = bind(kql)
  const frames = diagnostics.map((each) => printDiagnostic(each, each.source ?? { name: 'query', text: kql }))
  return [...(query ? [printTree(query)] : []), ...frames].join('\n')
}

/** The queries of a case file: a `// title` line, the query, an empty line. */
export function casesOf(family: string): { readonly title: string; readonly kql: string }[] {
  const text = readFileSync(new URL(`cases/${family}.kql`, import.meta.url), 'utf8')
  return text
    .trim()
    .split(/\n\n(?=\/\/ )/)
    .map((block) => {
      const end = block.indexOf('\n')
      return { title: block.slice(3, end), kql: block.slice(end + 1) }
    })
}
