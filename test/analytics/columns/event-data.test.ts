import { describe, expect, it } from 'vitest'
import { eventFields, withEventData } from '../../../src/analytics/columns/event-data.ts'
import { Table } from '../../../src/lib/table.ts'

describe('fields of event data', () => {
  it('are not taken from inside a value', () => {
    const field = eventFields(
      `<EventData><Data Name="CommandLine">x Name="Image" y</Data><Data Name="Image">C:\\a.exe</Data></EventData>`,
    )
    expect(field('Image')).toBe('C:\\a.exe')
    expect(field('CommandLine')).toBe('x Name="Image" y')
  })

  it('have their entities read, those that are none left', () => {
    const field = eventFields(
      `<Data Name='a'>&lt;&AMP;&#65;&#x42;&nbsp;&#x110000;</Data><Data Name="b"/><Data Name="c">cut`,
    )
    expect(field('a')).toBe('<&AB&nbsp;&#x110000;')
    expect(field('b')).toBe('')
    expect(field('c')).toBe('cut')
  })

  it('are read of a bag by its own names alone', () => {
    const field = eventFields('{"Image": "C:\\\\a.exe", "ProcessId": 7, "Hashes": ["x"], "User": null}')
    expect(['Image', 'ProcessId', 'Hashes', 'User', 'constructor'].map(field)).toEqual([
      'C:\\a.exe',
      '7',
      '["x"]',
      '',
      '',
    ])
    expect(eventFields('{"Image":')('Image')).toBe('')
  })

  it('become columns, be the data XML in a text, XML in a dynamic column or a bag', () => {
    const xml = '<Data Name="Image">C:\\a.exe</Data>'
    for (const [type, cell] of [
      ['string', xml],
      ['dynamic', xml],
      ['dynamic', { Image: 'C:\\a.exe' }],
    ] as const) {
      const table = Table.fromRows(
        [
          { name: 'EventData', type },
          { name: 'User', type: 'string' },
        ],
        [
          [cell, 'kept'],
          [null, ''],
        ],
      )
      const made = withEventData(table, ['Image', 'User'])
      expect(made.select(['Image', 'User']).rows()).toEqual([
        ['C:\\a.exe', 'kept'],
        ['', ''],
      ])
    }
  })
})
