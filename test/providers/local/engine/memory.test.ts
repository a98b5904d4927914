import { expect, it } from 'vitest'
import { engineMemory, isTooMuch, limitBytes } from '../../../../src/providers/local/engine/memory.ts'

const gigabyte = 2 ** 30

it.each([
  ['most of what is free', 16, 8, 6],
  ['not more than 60 % of all', 16, 16, 9.6],
  ['not less than a quarter of all, as free memory may be counted too strictly', 16, 1, 4],
])('the engine may take %s', (_, all, free, expected) => {
  expect(engineMemory(all * gigabyte, free * gigabyte)).toBeCloseTo(expected * gigabyte, -3)
})

it.each([
  ['4GB', 4 * gigabyte],
  ['512 MiB', gigabyte / 2],
  ['1.5g', 1.5 * gigabyte],
  ['1024', 1024],
])('a limit of %s is so many bytes', (text, expected) => expect(limitBytes(text)).toBe(expected))

it('a query may take what the engine may, and what it does not count', () => {
  expect(isTooMuch(3.1 * gigabyte, gigabyte)).toBe(true)
  expect(isTooMuch(gigabyte / 4, gigabyte)).toBe(false)
})
