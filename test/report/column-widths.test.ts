import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allotWidths, type ColumnNeed, columnNeed, isSentence } from '../../src/report/column-widths.ts'

const number = (cells: number) => columnNeed('N', 'long', [cells])
const name = (cells: number) => columnNeed('Name', 'string', [cells])
const text = (cells: number) => columnNeed('Why', 'string', [cells])

describe('the widths of columns', () => {
  it('are what all want while there is room', () => {
    expect(allotWidths([number(4), name(30), text(100)], 134)).toEqual([4, 30, 100])
  })

  it('leave numbers, times and names whole where a sentence gives way', () => {
    expect(allotWidths([number(4), columnNeed('First', 'datetime', [19]), name(30), text(400)], 153)).toEqual([
      4, 19, 30, 100,
    ])
  })

  it('give no sentence less than forty cells before names fall to their least', () => {
    const [names, sentence] = allotWidths([name(200), text(4000)], 100)
    expect(names).toBeGreaterThanOrEqual(40)
    expect(sentence).toBeGreaterThanOrEqual(40)
  })

  it('let one long cell in twenty not take the room of the others', () => {
    const cells = [...Array.from({ length: 19 }, () => 20), 500]
    const [first, second] = allotWidths([columnNeed('A', 'string', cells), text(120)], 120)
    expect(first).toBeLessThan(30)
    expect(second).toBeGreaterThan(90)
  })

  it('count the mark beside a name', () => {
    expect(columnNeed('Rank', 'long', [2], 2).most).toBe(6)
  })

  const needs = fc.array(
    fc
      .tuple(fc.constantFrom('long', 'string', 'datetime', 'dynamic'), fc.array(fc.nat(300), { maxLength: 30 }))
      .map(([type, cells]): ColumnNeed => columnNeed('Column', type as 'long', cells)),
    { minLength: 1, maxLength: 15 },
  )

  it('never exceed the room, nor what is wanted, nor fall below the least, whatever the columns', () => {
    fc.assert(
      fc.property(needs, fc.integer({ min: 1, max: 400 }), (columns, room) => {
        const widths = allotWidths(columns, room)
        const least = columns.reduce((sum, need) => sum + need.least, 0)
        const total = widths.reduce((sum, width) => sum + width, 0)
        expect(total).toBeLessThanOrEqual(Math.max(room, least))
        widths.forEach((width, at) => {
          expect(width).toBeGreaterThanOrEqual(columns[at]!.least)
          expect(width).toBeLessThanOrEqual(columns[at]!.most)
        })
        const wanted = columns.reduce((sum, need) => sum + need.most, 0)
        if (least <= room) expect(total).toBe(Math.min(room, wanted))
      }),
    )
  })
})

it('takes what is long for a sentence, and no number', () => {
  expect(isSentence(text(90))).toBe(true)
  expect(isSentence(name(30))).toBe(false)
  expect(isSentence(number(90))).toBe(false)
})
