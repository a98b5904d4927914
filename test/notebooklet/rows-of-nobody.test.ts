import { describe, expect, it } from 'vitest'
import { rowsOf } from '../../src/notebooklet/table-steps.ts'
import { table } from './fake-workspace.ts'

describe('rows of a value that none has', () => {
  const sessions = table('Actor:string Host:string', ['alice@contoso.com', 'web01'], ['bob@contoso.com', 'web02'])

  it('name what is written nearly so', () => {
    expect(rowsOf(sessions, 'alise', ['Actor', 'Host']).notices).toEqual([
      '0 of 2 rows. No “alise” among them. Did you mean alice@contoso.com?',
    ])
  })

  it('say no more where nothing is, or where there are rows', () => {
    expect(rowsOf(sessions, 'zzzz', ['Actor', 'Host']).notices).toEqual(['0 of 2 rows.'])
    expect(rowsOf(sessions, 'web01', ['Actor', 'Host']).notices).toEqual(['1 of 2 rows.'])
  })
})
