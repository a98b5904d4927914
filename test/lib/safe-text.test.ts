import { expect, it } from 'vitest'
import { safeText } from '../../src/lib/safe-text.ts'

it.each([
  ['\x1b[8mhidden', '\\x1b[8mhidden'],
  ['\x1b]52;c;AAAA\x07', '\\x1b]52;c;AAAA\\x07'],
  ['two\nlines\ttab', 'two⏎lines tab'],
  ['invoice\u202egpj.exe', 'invoice\\u202egpj.exe'],
  ['zero\u200bwidth', 'zero\\u200bwidth'],
  ['añb 漢字 🙂', 'añb 漢字 🙂'],
])('makes %j harmless', (text, shown) => {
  expect(safeText(text)).toBe(shown)
})
