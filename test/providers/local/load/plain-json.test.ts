import { expect, it } from 'vitest'
import { readJson } from '../../../../src/providers/local/load/plain-json.ts'

it('readJson takes JSON as it is, with the digits of large numbers', () => {
  const text = '{"a":[9007199254740993,1.5,-12345678901234567890],"b":"1234567890123456789"}'
  const read = readJson(text)!
  expect(read.text).toBe(text)
  expect(JSON.stringify(read.value)).toBe(text)
  expect(readJson('{"a":1234567890123456.7}')!.value).toEqual({ a: 1234567890123456.8 })
})

it('readJson makes null of what Python writes for missing numbers, outside of strings', () => {
  expect(readJson('{"a": NaN, "b": [-Infinity, "NaN"]}')).toEqual({
    value: { a: null, b: [null, 'NaN'] },
    text: '{"a": null, "b": [null, "NaN"]}',
  })
})

it('readJson gives nothing for what is no JSON', () => {
  expect([readJson(''), readJson('{'), readJson('NaNa'), readJson('{"a": NaN')]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

it('readJson refuses quotes without an end, however many', () => {
  expect(readJson(`{"a":NaN,${'\\"'.repeat(500_000)}`)).toBeUndefined()
})

it('readJson reads a text of any length', () => {
  expect(readJson(`{"a":NaN,"b":"${'x'.repeat(20_000_000)}"}`)?.value).toMatchObject({ a: null })
})
