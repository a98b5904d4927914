import { describe, expect, it } from 'vitest'
import { aggregates } from '../../../src/compile/aggregates/index.ts'
import { scalarFunctions } from '../../../src/compile/functions/index.ts'
import { refusedFunctions } from '../../../src/compile/functions/refused.ts'

describe('the functions left out on purpose', () => {
  it('are in neither table', () => {
    const both = [...refusedFunctions.keys()].filter((name) => scalarFunctions.has(name) || aggregates.has(name))
    expect(both).toEqual([])
  })

  it.each([...refusedFunctions])('%s says why, and what to do instead', (name, { reason, hint }) => {
    expect(name).toMatch(/^[a-z0-9_]+$/)
    expect(reason).toMatch(/^[a-z].{10,}[^.]$/)
    expect(hint).toMatch(/^[A-Z].*\.$/)
  })
})
