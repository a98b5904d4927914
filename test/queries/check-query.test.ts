import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../src/kql/bind-kql.ts'
import type { TableSchema } from '../../src/lib/kql-type.ts'
import { checkQuery, resultColumns } from '../../src/queries/check-query.ts'
import { parseQuery } from '../../src/queries/query-definition.ts'
import { queryText, soundQuery, told } from './query-text.ts'

const signIns: TableSchema = {
  name: 'SigninLogs',
  columns: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'UserPrincipalName', type: 'string' },
    { name: 'IPAddress', type: 'string' },
  ],
}
const audits: TableSchema = { ...signIns, name: 'AuditLogs' }
const schemas: Schemas = { tables: [], known: new Map([signIns, audits].map((table) => [table.name, table])) }

const faults = (kql: string, parameters: Readonly<Record<string, object>> = {}, tables = ['SigninLogs']) =>
  told(checkQuery(soundQuery(kql, parameters, tables), schemas))

describe('checkQuery', () => {
  it('finds nothing wrong with a sound query', () => {
    const parameters = { user: { type: 'string', default: '' }, rows: { type: 'int', default: 10 } }
    expect(
      faults('SigninLogs\n{{#if user}}\n| where UserPrincipalName =~ {{user}}\n{{/if}}\n| take {{rows}}', parameters),
    ).toEqual([])
  })

  it('points at the line of the file for KQL that does not bind, in the branch that is off by default too', () => {
    const parameters = { user: { type: 'string', default: '' } }
    const kql = 'SigninLogs\n{{#if user}}\n| where UserPrincipalNam =~ {{user}}\n{{/if}}\n| project IPAddres'
    const found = faults(kql, parameters)
    expect(found).toHaveLength(2)
    expect(found.join('\n')).toMatch(/8:11 .*`UserPrincipalNam`/)
    expect(found.join('\n')).toMatch(/10:13 .*`IPAddres`/)
  })

  it('tries what is compared with, and each else', () => {
    const by = { type: 'string', default: 'none', values: ['none', 'user', 'ip'] }
    const kql =
      'SigninLogs\n| summarize count() by {{#if (eq by "user")}}UserPrincipalName{{else if (eq by "ip")}}IPAdress{{else}}TimeGenerated{{/if}}'
    expect(faults(kql, { by })).toEqual([expect.stringMatching(/7:89 .*`IPAdress`/)])
  })

  it('says which branch nothing reaches', () => {
    const n = { type: 'string', default: 'a', values: ['a', 'b'] }
    const kql = 'SigninLogs\n{{#if (and (eq n "a") (eq n "b"))}}\n| take 1\n{{/if}}'
    expect(faults(kql, { n })).toEqual([
      'QRY011 8:3 This branch is reached by none of the parameters’ values. (Its condition never holds: write it more simply, or delete it.)',
    ])
  })

  it('compares the tables listed with those read', () => {
    expect(faults('union SigninLogs, AuditLogs', {}, ['SigninLogs', 'SecurityEvent'])).toEqual([
      'QRY009 3:23 `tables` lists SecurityEvent, which the query does not read.',
      'QRY010 3:1 The query reads AuditLogs, which `tables` does not list. (Add AuditLogs to `tables`.)',
    ])
  })

  it.each([
    ['SigninLogs | extend x = extent_id()', 'QRY015 6:27 `extent_id` is not answered by Log Analytics.'],
    [
      "declare query_parameters(p:string = 'a'); SigninLogs | where IPAddress == p",
      'QRY015 6:3 `declare query_parameters` is not answered by Log Analytics.',
    ],
  ])('refuses what Log Analytics refuses: %s', (kql, expected) => {
    expect(faults(kql)).toEqual([expected])
  })

  it('leaves out of that the tables a parameter names, and tries each of them', () => {
    const source = { type: 'table', default: 'SigninLogs', values: ['SigninLogs', 'AuditLogs'] }
    expect(faults('{{source}}\n| where isnotempty(IPAddress)', { source }, [])).toEqual([])
    const wrong = { ...source, values: ['SigninLogs', 'AuditLog'] }
    expect(faults('{{source}}\n| where isnotempty(IPAddress)', { source: wrong }, []).join()).toMatch(
      /6:3 .*`AuditLog`/,
    )
  })

  it('knows the columns of a custom table that the query describes', () => {
    const text = queryText('Door_CL | where Badge == "x"', {}, ['Door_CL']).replace(
      'tables:',
      'schemas: { Door_CL: { TimeGenerated: datetime, Badge: string } }\ntables:',
    )
    expect(told(checkQuery(parseQuery('test.yaml', text).query!, schemas))).toEqual([])
    const idle = text.replace('tables: ["Door_CL"]', 'tables: []')
    expect(told(checkQuery(parseQuery('test.yaml', idle).query!, schemas))[1]).toMatch(
      /^QRY014 3:12 `schemas` describes Door_CL, which `tables` does not list\./,
    )
  })

  it('refuses to be about a table that it does not read', () => {
    const text = queryText('SigninLogs | project IPAddress').replace(
      'tables:',
      'about: [SigninLogs, AuditLogs]\ntables:',
    )
    expect(told(checkQuery(parseQuery('test.yaml', text).query!, schemas))).toEqual([
      expect.stringMatching(/^QRY016 3:\d+ `about` names AuditLogs, which `tables` does not list\./),
    ])
  })

  it('refuses an entity column that does not come out', () => {
    const text = queryText('SigninLogs | project IPAddress').replace(
      'tables:',
      'entities: { IPAddress: ip, UserPrincipalName: account }\ntables:',
    )
    expect(told(checkQuery(parseQuery('test.yaml', text).query!, schemas))).toEqual([
      'QRY012 3:28 `entities` names UserPrincipalName, which the query does not yield. It yields IPAddress.',
    ])
  })

  it('refuses values that grow together where only the rendered text shows it', () => {
    const p = { type: 'string', default: 'x' }
    const { query } = parseQuery(
      'test.yaml',
      queryText('print @{{#if p}} {{p}}{{/if}}{{#if p}}{{p}}{{/if}}', { p }, []),
    )
    expect(told(checkQuery(query!, schemas))[0]).toMatch(/^QRY007 6:41 /)
  })
})

describe('resultColumns', () => {
  const by = { type: 'column', default: 'IPAddress', values: ['IPAddress', 'UserPrincipalName'] }
  const query = soundQuery('SigninLogs | summarize Count = count() by {{by}}', { by })

  it('are those for the values given', () => {
    expect(resultColumns(query, schemas, {})?.map(({ name }) => name)).toEqual(['IPAddress', 'Count'])
    expect(resultColumns(query, schemas, { by: 'UserPrincipalName' })?.[0]?.name).toBe('UserPrincipalName')
    expect(resultColumns(query, schemas, { by: 'Nothing' })).toBeUndefined()
  })
})
