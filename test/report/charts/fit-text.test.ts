import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import {
  clipMiddle,
  clipText,
  fitLine,
  fitText,
  isPathLike,
  lineWidth,
  restyle,
  screenText,
  textWidth,
  wrapClipped,
  wrapText,
} from '../../../src/report/charts/fit-text.ts'
import { lineText, span } from '../../../src/report/charts/styled-line.ts'

const anyText = fc.string({ unit: 'binary' }).map(screenText)

describe('screenText', () => {
  test('lets nothing through that moves, hides or turns what stands beside it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(screenText(text)).not.toMatch(
          /[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2066-\u2069]|[\ufe00-\ufe0f]|[\u{e0000}-\u{e0fff}]/u,
        )
      }),
    )
  })

  test('shows what it takes out', () => {
    expect(screenText('\u001b[31m')).toBe('\\x1b[31m')
    expect(screenText('❤\ufe0f')).toBe('❤\\u{fe0f}')
    expect(screenText(`a${'\u0301'.repeat(9)}`)).toBe('a\u0301\u0301\u0301…')
    expect(screenText(`x${String.fromCodePoint(0xe0041)}`)).toBe('x\\u{e0041}')
  })

  test('leaves the texts of the world alone', () => {
    for (const text of ['plain', 'Zoë', '日本語', 'حساب', '👩 done']) expect(screenText(text)).toBe(text)
  })
})

describe('in exactly so many cells', () => {
  test('a text is clipped or filled up', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, width) => {
        expect(textWidth(fitText(text, width))).toBe(width)
      }),
    )
  })

  test('a cut is marked', () => {
    expect(clipText('abcdef', 4)).toBe('abc…')
    expect(clipText('日本語', 4)).toBe('日…')
    expect(clipText('abcd', 4)).toBe('abcd')
    expect(clipText('abc', 0)).toBe('')
  })

  test('numbers stand right', () => {
    expect(fitText('12', 5, 'right')).toBe('   12')
  })

  test('a line is clipped or filled up, also where a piece ends at the edge', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), fc.integer({ min: 1, max: 30 }), (texts, width) => {
        expect(
          lineWidth(
            fitLine(
              texts.map((text) => span(text)),
              width,
            ),
          ),
        ).toBe(width)
      }),
    )
    expect(lineText(fitLine([span('abcd'), span('ef')], 4))).toBe('abc…')
  })

  test('the quick way to measure agrees with the thorough one', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(textWidth(text)).toBe(stringWidth(text))
      }),
    )
  })
})

describe('wrapText', () => {
  test('keeps every line within the width and loses no word', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 30 }), fc.integer({ min: 3, max: 40 }), (text, width) => {
        const lines = wrapText(text, width)
        expect(lines.every((line) => textWidth(line) <= width)).toBe(true)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      }),
    )
  })

  test('breaks at spaces, and inside a word only where it must', () => {
    expect(wrapText('one two three', 8)).toEqual(['one two', 'three'])
    expect(wrapText('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
    expect(wrapText('', 4)).toEqual([''])
  })
})

test('restyle changes the cells it is told and no others', () => {
  const line = restyle([span('ab'), span('日本', 'quiet'), span('cd')], 2, 4, { ground: 'cursor' })
  expect(line).toEqual([
    { text: 'ab' },
    { text: '日', tone: 'quiet', ground: 'cursor' },
    { text: '本', tone: 'quiet' },
    { text: 'cd' },
  ])
})

describe('isPathLike', () => {
  test.each([
    'c:\\program files (x86)\\microsoft office\\winword.exe',
    '\\\\srv\\share$\\a.txt',
    '/usr/bin/python3',
    'https://contoso.sharepoint.example/sites/a?b=c',
    'cmd.exe → c:\\windows\\system32\\net.exe',
  ])('takes %s for a path', (text) => expect(isPathLike(text)).toBe(true))

  test.each([
    '"C:\\Program Files\\a.exe" /quiet',
    'C:\\Windows\\System32\\svchost.exe -k netsvcs',
    '/quiet',
    'Read and/or written: c:\\a.txt',
    'alice@contoso.com',
  ])('takes %s for none', (text) => expect(isPathLike(text)).toBe(false))
})

describe('clipMiddle', () => {
  test('keeps both ends of what it cuts, the end longer', () => {
    expect(clipMiddle('c:\\program files\\microsoft office\\winword.exe', 24)).toBe('c:\\progra…ce\\winword.exe')
    expect(clipMiddle('c:\\a\\b.exe', 24)).toBe('c:\\a\\b.exe')
  })

  test('never takes more cells than it has', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 60 }), (text, width) => {
        expect(textWidth(clipMiddle(text, width))).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('a text wrapped into few lines', () => {
  test('ends with a mark where they do not hold it, and only there', () => {
    expect(wrapClipped('one two three', 7, 2)).toEqual(['one two', 'three'])
    expect(wrapClipped('one two three four five', 7, 2)).toEqual(['one two', 'three…'])
    expect(wrapClipped('x'.repeat(100), 10, 3)).toEqual(['xxxxxxxxxx', 'xxxxxxxxxx', 'xxxxxxxxx…'])
    expect(wrapClipped('漢'.repeat(9), 6, 2)).toEqual(['漢漢漢', '漢漢…'])
  })
})
