import { expect, it } from 'vitest'
import { strictJson } from '../../../../src/providers/local/engine/strict-json.ts'

it('strictJson writes NaN and its like as Kusto does, outside of strings only', () => {
  expect(strictJson('[NaN,-Infinity,inf,nan,Infinity]')).toBe('["NaN","-Infinity","Infinity","NaN","Infinity"]')
  expect(strictJson('{"nan":"Infinity \\" NaN"}')).toBe('{"nan":"Infinity \\" NaN"}')
  expect(strictJson('{"information":1}')).toBe('{"information":1}')
})

it('strictJson makes a string of what is no JSON at all', () => {
  expect(strictJson('inf{')).toBe('"inf{"')
})
