import { expect, it } from 'vitest'
import { errorText, exitCodeOf, exitCodeOfAnswer } from '../../src/cli/exit-code.ts'
import { HuntletError } from '../../src/lib/diagnostic.ts'
import { Table } from '../../src/lib/table.ts'

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

it.each([
  new HuntletError('NO', 'No.', { hint: 'Try \u001b[2J.' }),
  new HuntletError('NO', 'No.', {
    diagnostics: [
      {
        code: 'NO',
        severity: 'error',
        message: 'No \u001b[2J.',
        hint: 'Try \u001b[2J.',
        span: { start: 0, end: 1 },
        source: { name: '\u001b[2J.kql', text: '\u001b[2J' },
      },
    ],
  }),
  new Error('Cannot read \u001b[2J'),
])('lets nothing of a log or of the name of a file move the cursor: %#', (error) => {
  expect(errorText(error)).not.toContain('\u001b')
})

it.each([
  ['complete', undefined, 0],
  ['truncated', undefined, 3],
  ['partial', 2, 3],
  // The user's own limit is no lack; where another cut before it, it is.
  ['truncated', 2, 0],
  ['truncated', 3, 3],
] as const)('an answer that is %s, with a limit of %s, ends with %s', (status, limit, code) => {
  const table = Table.fromRows([{ name: 'n', type: 'long' }], [[1], [2]])
  expect(exitCodeOfAnswer({ table, completeness: { status, notices: [] }, durationMs: 1 }, limit)).toBe(code)
})

it('gives each of several workspaces a line, and draws no end of a line that stands in one', () => {
  const text = errorText(new HuntletError('NO', 'north: Log in.\nsouth: You\rmay not.', { hint: 'Do.' }))
  expect(text.split('\n')).toEqual([
    'error NO: north: Log in.',
    expect.stringMatching(/^ {2}south: You.may not\.$/),
    '  hint: Do.',
  ])
})
