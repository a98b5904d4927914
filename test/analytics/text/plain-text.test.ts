import { expect, it } from 'vitest'
import { plainText } from '../../../src/analytics/text/plain-text.ts'

it.each([
  ['{"a":"x\\ny","b":[1,"z",null,{"c":true}]}', 'a\nx\ny\nb\nz\nc'],
  ['[{"Name":"Path","Value":"C:\\\\a\\\\b"}]', 'Name\nPath\nValue\nC:\\a\\b'],
  ['{"Value":"{\\"ip\\":\\"10.0.0.1\\"}"}', 'Value\nip\n10.0.0.1'],
  ['{not json}', '{not json}'],
  ['"quoted"', '"quoted"'],
  ['{', '{'],
  ['', ''],
])('%s holds these texts', (text, expected) => {
  expect(plainText(text, false)).toBe(expected)
})

it('a value that is JSON is its text', () => {
  expect(plainText('"a\\\\b"', true)).toBe('a\\b')
  expect(plainText('12', true)).toBe('')
})

it('nesting as deep as the text is long is no matter', () => {
  expect(plainText(`${'['.repeat(5000)}"x"${']'.repeat(5000)}`, true)).toBe('x')
})
