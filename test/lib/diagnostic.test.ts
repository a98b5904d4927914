import { describe, expect, it } from 'vitest'
import { nearest, printDiagnostic } from '../../src/lib/diagnostic.ts'

describe('printDiagnostic', () => {
  it('points at the place in the file that holds the text', () => {
    const source = { name: 'queries/a.yaml', text: 'T\n| where Acount == 1', firstLine: 9, indent: 2 }
    const frame = printDiagnostic({
      code: 'KQL002',
      severity: 'error',
      message: 'Unknown column `Acount`.',
      span: { start: 10, end: 16 },
      hint: 'Write `Account`.',
      source,
    })
    expect(frame).toBe(
      [
        'error KQL002: Unknown column `Acount`.',
        '  queries/a.yaml:10:11',
        '  10 | | where Acount == 1',
        '     |         ^^^^^^',
        '  hint: Write `Account`.',
      ].join('\n'),
    )
  })

  it('shows a window of an enormous line, and no escape sequence of it', () => {
    const source = { name: 'query', text: `${'x'.repeat(100_000)}\x1b[2J ?` }
    const frame = printDiagnostic({
      code: 'KQL001',
      severity: 'error',
      message: 'No.',
      span: { start: 100_000, end: 100_001 },
      source,
    })
    expect(frame.length).toBeLessThan(500)
    expect(frame).not.toContain('\x1b')
  })
})

describe('nearest', () => {
  it('finds what was meant, and nothing where nothing is near', () => {
    expect(nearest('Acount', ['Account', 'Computer'])).toBe('Account')
    expect(nearest('signinlogs', ['SigninLogs'])).toBe('SigninLogs')
    expect(nearest('xyz', ['Account', 'Computer'])).toBeUndefined()
    expect(nearest('id', ['kind'])).toBeUndefined()
    expect(nearest('ip', ['id'])).toBe('id')
    expect(nearest('Acocutn', ['Account'])).toBe('Account')
  })
})
