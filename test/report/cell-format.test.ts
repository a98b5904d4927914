import { describe, expect, it } from 'vitest'
import type { KqlType } from '../../src/lib/kql-type.ts'
import type { Cell } from '../../src/lib/table.ts'
import { cellFormat } from '../../src/report/cell-format.ts'
import { secondText, zoneNamed } from '../../src/report/charts/zone.ts'

function shown(type: KqlType, cells: readonly Cell[]): string[] {
  return cells.map(cellFormat(type, cells))
}

describe('times of a column', () => {
  it('are shown to the second where that tells them apart', () => {
    expect(shown('datetime', ['2026-09-30T23:32:26.1161467Z', '2026-09-30T23:32:27.0000000Z', null])).toEqual([
      '2026-09-30 23:32:26',
      '2026-09-30 23:32:27',
      '',
    ])
  })

  it('are shown with the milliseconds, ticks where need be, that neighbours differ in', () => {
    expect(shown('datetime', ['2026-09-30T23:32:26.0400000Z', '2026-09-30T23:32:26.0000000Z'])).toEqual([
      '2026-09-30 23:32:26.040',
      '2026-09-30 23:32:26.000',
    ])
    expect(shown('datetime', ['2026-09-30T23:32:26.0000001Z', '2026-09-30T23:32:26.0000000Z'])).toEqual([
      '2026-09-30 23:32:26.0000001',
      '2026-09-30 23:32:26.0000000',
    ])
  })

  it('stay at seconds where one time is repeated', () => {
    expect(shown('datetime', ['2026-09-30T23:32:26.1161467Z', '2026-09-30T23:32:26.1161467Z'])).toEqual([
      '2026-09-30 23:32:26',
      '2026-09-30 23:32:26',
    ])
  })

  it('are never rounded into the next second, and go by the zone', () => {
    const berlin = zoneNamed('Europe/Berlin')!
    expect(secondText('2026-07-01T22:59:59.9999999Z', berlin)).toBe('2026-07-02 00:59:59')
    expect(cellFormat('datetime', [], berlin)('2026-07-01T22:59:59.9999999Z')).toBe('2026-07-02 00:59:59.9999999')
  })
})

describe('spans of time', () => {
  it('show seconds, milliseconds or ticks by the least of them', () => {
    expect(shown('timespan', ['00:02:03.4567891', '1.00:00:00'])).toEqual(['00:02:03', '1.00:00:00'])
    expect(shown('timespan', ['00:00:01.2345678', '00:02:03.4567891'])).toEqual(['00:00:01.234', '00:02:03.456'])
    expect(shown('timespan', ['00:00:00.0000012'])).toEqual(['00:00:00.0000012'])
  })
})

describe('reals of a column', () => {
  it('have as many decimals as tell them apart', () => {
    expect(shown('real', [22.3527, 19.9211, 19.667, 14])).toEqual(['22.35', '19.92', '19.67', '14.00'])
    expect(shown('real', [0.000278979, 0.00110988])).toEqual(['0.000279', '0.001110'])
    expect(shown('real', [1, 0.333333, 0.0277778])).toEqual(['1.0000', '0.3333', '0.0278'])
    expect(shown('real', [51.5071, 51.5074, 51.5079])).toEqual(['51.5071', '51.5074', '51.5079'])
  })

  it('are powers of ten together where decimals would be zeros', () => {
    expect(shown('real', [1.311e-9, 0.00011717, 0])).toEqual(['1.31e-9', '1.17e-4', '0'])
  })

  it('never show as zero what is not', () => {
    const cells = [...Array.from({ length: 30 }, () => 0.5), 1e-12]
    expect(shown('real', cells).at(-1)).toBe('1.00e-12')
  })

  it('stay whole numbers where all are, and keep what is no number', () => {
    expect(shown('real', [443, 80, Number.NaN, null])).toEqual(['443', '80', 'NaN', ''])
  })
})

it('shows lists between commas, and nothing that moves a cursor', () => {
  expect(cellFormat('dynamic')(['a', 1])).toBe('a, 1')
  expect(cellFormat('dynamic')({ a: [1] })).toBe('{"a":[1]}')
  expect(cellFormat('string')('\u001b[2Jx')).not.toContain('\u001b')
})
