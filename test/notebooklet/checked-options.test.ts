import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkedOptions } from '../../src/notebooklet/checked-options.ts'

const schema = z.strictObject({
  rows: z.int().min(1),
  by: z.string().default('Time'),
  keep: z.array(z.string()).optional(),
})

describe('checkedOptions', () => {
  it('gives what was written, with defaults', () => {
    expect(checkedOptions('Step `first`', schema, { rows: 3 })).toEqual({ rows: 3, by: 'Time' })
  })

  it('names whose option is wrong, each fault, and what to do', () => {
    const wrong = () => checkedOptions('Step `first`', schema, { rows: 0, by: 7 }, 'Look it up.')
    expect(wrong).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: 'Step `first`: `rows` is `0`: expected at least 1; `by` is `7`: expected a text',
        hint: 'Look it up.',
      }),
    )
  })

  it('takes one value for a list of one', () => {
    expect(checkedOptions('Step `first`', schema, { rows: 3, keep: 'Host' })).toMatchObject({ keep: ['Host'] })
  })

  it.each([
    [{ row: 3 }, 'Step `first`: there is no option `row`', 'Did you mean `rows`?'],
    [{ rows: 3, other: 1 }, 'Step `first`: there is no option `other`', 'There are rows, by, keep.'],
    [{}, 'Step `first`: needs the option `rows`, a number', undefined],
    [{ rows: 'five' }, 'Step `first`: `rows` is `"five"`: expected a number', undefined],
    [{ rows: 1.5 }, 'Step `first`: `rows` is `1.5`: expected a whole number', undefined],
    [{ rows: 1, keep: [1] }, 'Step `first`: `keep.0` is `1`: expected a text', undefined],
  ])('tells one slip once, in words: %j', (written, message, hint) => {
    expect(() => checkedOptions('Step `first`', schema, written)).toThrow(expect.objectContaining({ message, hint }))
  })
})
