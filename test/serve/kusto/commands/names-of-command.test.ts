import { expect, it } from 'vitest'
import { listed, unquoted } from '../../../../src/serve/kusto/commands/names-of-command.ts'

it('reads names however they are quoted', () => {
  expect(listed(`a, ['b c'], "d", [ "e" ] ,'f', ,`)).toEqual(['a', 'b c', 'd', 'e', 'f'])
  expect(listed(undefined)).toEqual([])
  expect(unquoted("['a")).toBe("['a")
})

it('is done with a name of spaces alone', () => {
  const spaces = ' '.repeat(12_000)
  expect(unquoted(`[${spaces}`)).toBe('[')
  expect(unquoted(`[${spaces}a${spaces}`)).toBe(`[${spaces}a`)
  expect(unquoted(`[${spaces}'a'${spaces}]`)).toBe('a')
})
