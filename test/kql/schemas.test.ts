import { expect, test } from 'vitest'
import { bindKql } from '../../src/kql/bind-kql.ts'
import { languageService } from '../../src/kql/language-service.ts'
import { globalsFor } from '../../src/kql/schemas.ts'
import { table } from './bind.ts'

const tables = [table('Logins', 'User:string')]
const known = new Map(
  Array.from({ length: 900 }, (_, index) => [`Known${index}`, table(`Known${index}`, 'A:string')] as const),
)

test('the same schemas are built once', () => {
  const service = languageService()
  const first = globalsFor({ tables, known }, 'Logins | take 5', service)
  expect(globalsFor({ tables, known }, 'Logins | count', service).globals).toBe(first.globals)
  expect(globalsFor({ tables, known }, 'Known7 | count', service).globals).not.toBe(first.globals)
})

test('of known tables only those named are looked at', () => {
  const { allTables } = globalsFor({ tables, known }, 'union Known1, (table("Known2")), Logins', languageService())
  expect(allTables.map((each) => each.name)).toEqual(['Logins', 'Known1', 'Known2'])
})

test('a wildcard does not bring in tables the workspace lacks', () => {
  expect(bindKql('union *', { tables, known }).query?.tables).toEqual(['Logins'])
})

test('a table of the workspace hides a known one of its name', () => {
  const wider = new Map([['Logins', table('Logins', 'User:string, Extra:long')]])
  const { query } = bindKql('Logins', { tables, known: wider })
  expect(query).toMatchObject({ tables: ['Logins'], missing: [], table: { columns: [{ name: 'User' }] } })
})

test('what is read and what is missing is told apart', () => {
  const { query } = bindKql('Logins | join kind=leftouter Known3 on $left.User == $right.A', { tables, known })
  expect(query).toMatchObject({ tables: ['Logins', 'Known3'], missing: ['Known3'] })
})

test('a stored function may name known tables and other functions', () => {
  const functions = [
    { name: 'Outer', parameters: '()', body: '{ Inner() | where A == "x" }' },
    { name: 'Inner', parameters: '()', body: '{ Known5 }' },
  ]
  expect(bindKql('Outer() | count', { tables, known, functions }).query?.missing).toEqual(['Known5'])
})

test('a column whose name the binder can’t hold does not break its table', () => {
  const odd = table('Odd', 'A:string, hasOwnProperty:string, __proto__:long, B:long')
  expect(bindKql('Odd | where B > 1', { tables: [odd] }).query?.table.columns.map((each) => each.name)).toEqual([
    'A',
    'B',
  ])
  expect(bindKql('Odd | where hasOwnProperty == "a"', { tables: [odd] }).diagnostics).toMatchObject([
    { code: 'KQL102', span: { start: 12, end: 26 } },
  ])
})

test('a watchlist is the table of its alias', () => {
  expect(bindKql('_GetWatchlist("Logins") | project User', { tables }).query?.tables).toEqual(['Logins'])
  expect(bindKql("_GetWatchlist('Vips') | take 5", { tables }).diagnostics).toMatchObject([{ code: 'KQL101' }])
})
