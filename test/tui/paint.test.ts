import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupTones, type Span, span } from '../../src/report/charts/styled-line.ts'
import { paint } from '../../src/tui/paint.ts'

const piece: fc.Arbitrary<Span> = fc.record(
  {
    text: fc.stringMatching(/^[a-z]{1,4}$/),
    tone: fc.constantFrom('quiet' as const, 'accent' as const, 'bad' as const, ...groupTones),
    bold: fc.boolean(),
    underline: fc.boolean(),
    ground: fc.constantFrom('row' as const, 'cursor' as const),
  },
  { requiredKeys: ['text'] },
)

/** The styles a terminal has switched on after each letter. */
function read(painted: string): { letter: string; on: string[] }[] {
  const on = new Map<string, string>()
  const letters: { letter: string; on: string[] }[] = []
  for (const [token] of painted.matchAll(/\x1b\[\d+m|./gs)) {
    if (!token.startsWith('\x1b')) letters.push({ letter: token, on: [...on.values()].sort() })
    else apply(Number(token.slice(2, -1)), on)
  }
  expect([...on]).toEqual([])
  return letters
}

function apply(code: number, on: Map<string, string>): void {
  if (code === 22) {
    on.delete('bold')
    on.delete('dim')
  } else if (code === 24) on.delete('underline')
  else if (code === 27) on.delete('reverse')
  else if (code === 39) on.delete('color')
  else if (code === 49) on.delete('ground')
  else if (code === 1) on.set('bold', '1')
  else if (code === 2) on.set('dim', '2')
  else if (code === 4) on.set('underline', '4')
  else if (code === 7) on.set('reverse', '7')
  else if (code >= 40 && code < 50) on.set('ground', String(code))
  else on.set('color', String(code))
}

describe('paint', () => {
  test.each([true, false])('gives each piece its own style whatever stands before it (colour: %s)', (color) => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (line) => {
        const whole = read(paint(line, color))
        const apart = line.flatMap((each) => read(paint([each], color)))
        expect(whole).toEqual(apart)
      }),
    )
  })

  test('leaves plain text plain', () => {
    expect(paint([span('a'), span('b')], true)).toBe('ab')
  })

  test('shows the cursor without colour, and not by colour alone with it', () => {
    expect(paint([span('x', { ground: 'row' })], false)).toBe('\x1b[7mx\x1b[27m')
    expect(paint([span('x', 'bad')], false)).toBe('x')
    expect(paint([span('x', 'bad')], true)).toBe('\x1b[31mx\x1b[39m')
  })
})
