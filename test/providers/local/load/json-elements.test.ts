import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JsonElement, JsonElements } from '../../../../src/providers/local/load/json-elements.ts'

function read(text: string, size = text.length || 1): JsonElement[] {
  const reader = new JsonElements()
  const found: JsonElement[] = []
  for (let at = 0; at < text.length; at += size) found.push(...reader.push(text.slice(at, at + size)))
  return [...found, ...reader.end()]
}

const values = (text: string, size?: number) => read(text, size).map((element) => JSON.parse(element.text))

describe('JsonElements', () => {
  it('gives the elements of an array, and values that follow one another, in pieces of any size', () => {
    const value = fc.oneof(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.string(),
      fc.integer(),
      fc.constantFrom(true, null),
    )
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), fc.integer({ min: 1, max: 7 }), (list, size) => {
        const plain = JSON.parse(JSON.stringify(list))
        expect(values(JSON.stringify(list), size)).toEqual(plain)
        expect(values(JSON.stringify(list, undefined, 1), size)).toEqual(plain)
        expect(values(list.map((each) => JSON.stringify(each, undefined, 2)).join('\n'), size)).toEqual(plain)
      }),
    )
  })

  it('is not misled by brackets and quotes within strings', () => {
    const list = [{ a: '}]{["\\"' }, { b: '\\' }]
    expect(values(JSON.stringify(list), 1)).toEqual(list)
  })

  it('says on which line a value begins', () => {
    expect(read('[\n {"a":\n 1},\n\n {"b":2}]').map((element) => element.line)).toEqual([2, 5])
  })

  it('knows an array that was not closed', () => {
    const unclosed = (text: string) => {
      const reader = new JsonElements()
      Array.from(reader.push(text))
      return reader.isUnclosed
    }
    expect([unclosed('[{}]'), unclosed('[{},'), unclosed('[{}'), unclosed('{}')]).toEqual([false, true, true, false])
  })

  it('gives what is left unclosed, and comes to an end whatever it is fed', () => {
    expect(read('[{"a":1},{"b":').map((element) => element.text)).toEqual(['{"a":1}', '{"b":'])
    const soup = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ' ', 'a', '\n'), maxLength: 20 })
    fc.assert(
      fc.property(soup, fc.integer({ min: 1, max: 4 }), (text, size) => {
        const letters = (each: string) => each.replace(/[^a]/g, '')
        expect(
          letters(
            read(text, size)
              .map((element) => element.text)
              .join(''),
          ),
        ).toBe(letters(text))
      }),
    )
  })
})
