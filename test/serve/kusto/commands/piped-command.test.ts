import { expect, it } from 'vitest'
import { pipedCommand } from '../../../../src/serve/kusto/commands/piped-command.ts'

it('finds the pipe behind a command, and none in a name', () => {
  expect(pipedCommand('.show tables')).toEqual({ command: '.show tables', operators: '' })
  expect(pipedCommand('.show tables | count | take 1')).toEqual({
    command: '.show tables',
    operators: '| count | take 1',
  })
  expect(pipedCommand(`.show table ['a|b'] cslschema`)).toEqual({
    command: `.show table ['a|b'] cslschema`,
    operators: '',
  })
  expect(pipedCommand('.show table "a|b" details|count')).toEqual({
    command: '.show table "a|b" details',
    operators: '|count',
  })
  expect(pipedCommand(`.show table 'a|b`)).toEqual({ command: `.show table 'a|b`, operators: '' })
})
