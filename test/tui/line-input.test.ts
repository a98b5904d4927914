import { describe, expect, test } from 'vitest'
import { lineText } from '../../src/report/charts/styled-line.ts'
import { drawLineInput, editLine, insertText, type LineInput, lineInput } from '../../src/tui/line-input.ts'

function typed(keys: string, from: LineInput = lineInput()): LineInput {
  return keys.split(' ').reduce((line, key) => editLine(line, key) ?? line, from)
}

describe('a line being edited', () => {
  test('takes letters at the cursor, by grapheme', () => {
    expect(typed('a b left x')).toEqual({ text: 'axb', cursor: 2 })
    expect(typed('👩‍💻 é backspace left 日')).toEqual({ text: '日👩‍💻', cursor: 1 })
    expect(typed('👩‍💻 backspace').text).toBe('')
  })

  test('knows the keys of a shell', () => {
    const line = lineInput('one two  three')
    expect(typed('ctrl+w', line).text).toBe('one two  ')
    expect(typed('ctrl+a ctrl+k', line).text).toBe('')
    expect(typed('home delete', line).text).toBe('ne two  three')
    expect(typed('ctrl+u', line).text).toBe('')
    expect(typed('ctrl+a right right ctrl+e x', line).text).toBe('one two  threex')
    expect(typed('home backspace', line)).toEqual({ ...line, cursor: 0 })
  })

  test('takes a paste on one line, without what cannot be typed', () => {
    expect(insertText(lineInput('a'), 'b\r\nc\u001b[31m\u0007d').text).toBe('ab c[31md')
  })

  test('knows which keys are not its own', () => {
    expect(editLine(lineInput(), 'ctrl+d')).toEqual(lineInput())
    expect(editLine(lineInput(), 'esc')).toBeUndefined()
    expect(editLine(lineInput(), 'page-up')).toBeUndefined()
  })
})

describe('its drawing', () => {
  test('has exactly its width and holds the cursor, wherever it is', () => {
    const long = lineInput('0123456789日本語abcdefghij')
    for (let cursor = 0; cursor <= long.text.length; cursor++) {
      const line = drawLineInput({ ...long, cursor }, 8)
      const at = line.find(({ ground }) => ground === 'cursor')
      expect(at?.text).toBe(long.text[cursor] ?? ' ')
    }
  })

  test('shows what is hostile as text', () => {
    expect(lineText(drawLineInput(lineInput('a\u202eb'), 20, false)).trimEnd()).toBe('a\\u202eb')
  })
})
