import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkedOptions } from '../../src/notebooklet/checked-options.ts'

const schema = z.strictObject({ rows: z.int().min(1), by: z.string().default('Time') })

describe('checkedOptions', () => {
  it('gives what was written, with defaults', () => {
    expect(checkedOptions('Step `first`', schema, { rows: 3 })).toEqual({ rows: 3, by: 'Time' })
  })

  it('names whose option is wrong, each fault, and what to do', () => {
    const wrong = () => checkedOptions('Step `first`', schema, { rows: 0, by: 7 }, 'Look it up.')
    expect(wrong).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: expect.stringMatching(/^Step `first`: rows: .*; by: /),
        hint: 'Look it up.',
      }),
    )
  })
})
