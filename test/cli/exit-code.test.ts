import { expect, it } from 'vitest'
import { exitCodeOf } from '../../src/cli/exit-code.ts'
import { HuntletError } from '../../src/lib/diagnostic.ts'

it.each(['KQL_INVALID', 'UNKNOWN_OPTION', 'UNEXPECTED_VALUE', 'CHOICE_OPEN', 'WINDOW_INVALID', 'SESSION_KIND'])(
  '%s is a mistake in what was asked for',
  (code) => {
    expect(exitCodeOf(new HuntletError(code, 'No.'))).toBe(2)
  },
)

it.each(['CANNOT_WRITE', 'OUT_OF_MEMORY', 'QUERY_FAILED', 'CANCELLED', 'BROKEN_NOTEBOOKLET'])(
  '%s is a failure',
  (code) => {
    expect(exitCodeOf(new HuntletError(code, 'No.'))).toBe(1)
  },
)

it('a defect of ours is a failure', () => {
  expect(exitCodeOf(new TypeError('x is undefined'))).toBe(1)
})
