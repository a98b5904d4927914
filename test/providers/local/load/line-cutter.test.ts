import { expect, it } from 'vitest'
import { LineCutter } from '../../../../src/providers/local/load/line-cutter.ts'

function cut(...pieces: string[]): string[] {
  const cutter = new LineCutter()
  return [...pieces.flatMap((piece) => cutter.push(piece)), ...cutter.end()]
}

it('cuts the same lines wherever the pieces end', () => {
  const text = 'one\n\ntwo\r\nthree'
  const whole = cut(text)
  expect(whole).toEqual(['one', '', 'two\r', 'three'])
  for (let at = 0; at <= text.length; at++) expect(cut(text.slice(0, at), text.slice(at))).toEqual(whole)
  expect(cut(...text)).toEqual(whole)
})

it('gives no empty line after the last line feed', () => {
  expect(cut('one\n')).toEqual(['one'])
  expect(cut()).toEqual([])
  expect(cut('one\n', '')).toEqual(['one'])
})
