import { describe, expect, it } from 'vitest'
import { steps } from '../../src/notebooklet/steps.ts'

describe.each(Object.entries(steps))('the step %s', (_, { options }) => {
  it('says of each option what it does', () => {
    const { shape } = options as unknown as {
      readonly shape: Readonly<Record<string, { readonly description?: string }>>
    }
    const silent = Object.entries(shape).flatMap(([name, { description = '' }]) => (description === '' ? [name] : []))
    expect(silent).toEqual([])
  })
})
