import { describe, expect, it } from 'vitest'
import { customName, extensionOf, stemOf, tableOf } from '../../../../src/providers/local/load/table-name.ts'
import { knownSchemas } from '../../../../src/providers/schemas/known-schemas.ts'

const signIn = ['UserPrincipalName', 'IPAddress', 'ResultType', 'AppDisplayName', 'TimeGenerated']

describe('tableOf', () => {
  it.each([
    ['logs/SigninLogs.json', 'SigninLogs', 'file name'],
    ['logs/signinlogs.csv.gz', 'SigninLogs', 'file name'],
    ['logs/SigninLogs (1).csv', 'SigninLogs', 'file name'],
    ['logs/Signin_Logs-2024-01.csv', 'SigninLogs', 'file name'],
    ['logs/contoso SigninLogs export.csv', 'SigninLogs', 'file name'],
    ['SigninLogs/part-0.parquet', 'SigninLogs', 'folder name'],
    ['logs/part-0.parquet', 'SigninLogs', 'headers'],
  ])('takes %s with the columns of a sign-in for %s by its %s', (path, table, by) => {
    expect(tableOf(path, signIn, knownSchemas())).toMatchObject({ table, by })
  })

  it('does not take a word for a table whose columns it lacks', () => {
    expect(tableOf('my event list.csv', ['Guest', 'Dish'], knownSchemas())).toEqual({
      table: 'my_event_list',
      by: 'custom',
    })
    expect(tableOf('Event planning.csv', ['Guest', 'Dish'], knownSchemas())).toEqual({
      table: 'Event_planning',
      by: 'custom',
    })
    expect(tableOf('Event/Guests.csv', ['Guest', 'Dish'], knownSchemas())).toEqual({ table: 'Guests', by: 'custom' })
  })
})

it('customName puts dated and copied files of one export together', () => {
  expect(['foo-2024-01-02', 'foo_20240102T030405Z', 'foo (2)', 'foo'].map(customName)).toEqual([
    'foo',
    'foo',
    'foo',
    'foo',
  ])
  expect(customName('20240102')).toBe('_20240102')
  expect(customName('日本 ログ')).toBe('日本_ログ')
  expect(customName('***')).toBe('Custom')
})

it('stemOf and extensionOf look through the compression', () => {
  expect([stemOf('a/b.c.jsonl.gz'), extensionOf('a/b.c.CSV.gz'), extensionOf('README')]).toEqual(['b.c', '.csv', ''])
})
