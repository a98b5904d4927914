import { expect, it } from 'vitest'
import { headerNames } from '../../../../src/providers/local/load/header-names.ts'

const names = (...header: string[]) => headerNames(header).map(({ name }) => name)

it('headerNames strips the portal’s zone, and only a zone', () => {
  expect(
    headerNames([
      'TimeGenerated [UTC]',
      'A [Europe/Berlin]',
      'B [UTC+02:00]',
      'C [Local Time]',
      'Size [bytes]',
      'x [2]',
    ]),
  ).toEqual([
    { name: 'TimeGenerated' },
    { name: 'A', zone: 'Europe/Berlin' },
    { name: 'B', zone: 'UTC+02:00' },
    { name: 'C', zone: 'Local Time' },
    { name: 'Size [bytes]' },
    { name: 'x [2]' },
  ])
})

it('headerNames makes names that are there, differ and are safe to print', () => {
  expect(names('a', '', ' a ', 'a', 'A', 'b\x1b[31m\0')).toEqual(['a', 'Column2', 'a_2', 'a_3', 'A', 'b\\x1b[31m\\x00'])
})
