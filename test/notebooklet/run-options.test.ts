import { describe, expect, it } from 'vitest'
import { resolveOptions } from '../../src/notebooklet/run-options.ts'

const declared = { a: { default: true }, b: { default: true }, c: { default: false }, d: { default: false } }

describe('resolveOptions', () => {
  it.each([
    [[], 'a b'],
    [['c'], 'c'],
    [['+c'], 'a b c'],
    [['-a'], 'b'],
    [['+c', '-b'], 'a c'],
    [['c', '-b', '+d'], 'c d'],
    [['b', '-b'], ''],
    [['-b', '+b'], 'a b'],
    [['+c,-a', ' d '], 'd c'.split(' ').sort().join(' ')],
    [['', ' '], 'a b'],
  ])('%j', (asked, expected) => {
    expect(resolveOptions(declared, asked).join(' ')).toBe(expected)
  })

  it.each([
    [['+aa'], 'Did you mean `a`?'],
    [['everything'], 'Options: a, b, c, d.'],
    [['constructor'], 'Options: a, b, c, d.'],
  ])('refuses %j', (asked, hint) => {
    expect(() => resolveOptions(declared, asked)).toThrow(expect.objectContaining({ code: 'UNKNOWN_OPTION', hint }))
  })
})
