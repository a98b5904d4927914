import { expect, it } from 'vitest'
import { ownEntry } from '../../src/lib/own-entry.ts'

it('knows what was written into a table, and nothing every object has', () => {
  const table = { lt: '<' }
  expect(ownEntry(table, 'lt')).toBe('<')
  for (const key of ['gt', 'constructor', 'toString', '__proto__']) expect(ownEntry(table, key)).toBeUndefined()
})
