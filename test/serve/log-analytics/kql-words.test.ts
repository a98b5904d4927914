import { describe, expect, it } from 'vitest'
import { tablesNamed, withoutTexts } from '../../../src/serve/log-analytics/kql-words.ts'

describe('the words of a query', () => {
  it('stay where they are, without texts and comments', () => {
    const kql = 'T | where a == "x | join" and b == \'it\\\'s\' // join\n| extend c = @"\\", d = ```join\n"x```'
    const words = withoutTexts(kql)
    expect(words.length).toBe(kql.length)
    expect(words.split('\n').length).toBe(kql.split('\n').length)
    expect(words.match(/\w+/g)).toEqual(['T', 'where', 'a', 'and', 'b', 'extend', 'c', 'd'])
  })

  it('go on after a text that does not end', () => {
    expect(withoutTexts('T | where a == "x\n| join U').match(/\w+/g)).toEqual(['T', 'where', 'a', 'join', 'U'])
  })

  it('name tables, and members of the same name do not', () => {
    expect(
      tablesNamed('let x = Basic; x | where Other.Syslog == "Hidden" // Left', ['Basic', 'Syslog', 'Hidden', 'Left']),
    ).toEqual(['Basic'])
  })
})
