import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ColumnType } from '../../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { type ChartView, drawChart, isChartView, missingColumns } from '../../../src/report/charts/draw-view.ts'
import { lineWidth } from '../../../src/report/charts/fit-text.ts'
import { drawScatter } from '../../../src/report/charts/scatter.ts'
import { drawSeries } from '../../../src/report/charts/series.ts'
import { lineText } from '../../../src/report/charts/styled-line.ts'
import { summarize } from '../../../src/report/charts/summary.ts'

function table(columns: string, rows: Cell[][]): Table {
  const types = columns.split(' ').map((word): ColumnType => {
    const [name = '', type = 'string'] = word.split(':')
    return { name, type: type as ColumnType['type'] }
  })
  return Table.fromRows(types, rows)
}

const at = (hours: number) => new Date(Date.UTC(2026, 2, 1) + hours * 3_600_000).toISOString().replace('Z', '0000Z')

function picture(view: ChartView, data: Table, width: number, height: number, ascii = false): string[] {
  return drawChart(view, data, { width, height }, { ascii }).map((line) => lineText(line).trimEnd())
}

describe('scatter', () => {
  const view = { kind: 'scatter', time: 'T', score: 'S', scale: 'log' } as const
  const sessions = table('T:datetime S:real', [
    [at(0), 1],
    [at(24), 0.1],
    [at(48), 0.001],
    [at(72), 0],
    [null, 0.5],
  ])

  test('puts each point at its time and the logarithm of its score', () => {
    expect(picture(view, sessions, 50, 12)).toEqual([
      'S, log scale',
      '1 point at or below zero: on the bottom edge',
      '    1 ┤⠁',
      '      │',
      '  0.1 ┤              ⠄',
      '      │',
      '      │',
      ' 0.01 ┤',
      '      │',
      '0.001 ┤                            ⢀             ⢀',
      '      └┬─────────────┬─────────────┬─────────────┬',
      '       2026-03-01    03-02         03-03',
      '1 row without a time or a value not drawn',
    ])
  })

  test('tells groups apart by glyph, and draws the rare one on top', () => {
    const data = table('T:datetime S:real G', [
      [at(0), 1, 'often'],
      [at(0), 1, 'often'],
      [at(0), 1, 'rare'],
      [at(24), 0.1, 'often'],
    ])
    const plot = drawScatter({ ...view, by: 'G' }, data, undefined, { width: 40, height: 10 })
    expect(lineText(plot.head[1]!)).toBe('● often  ▲ rare')
    expect(lineText(plot.row(0))).toContain('▲')
  })

  test('knows the cell of each row, and which have none', () => {
    const plot = drawScatter(view, sessions, undefined, { width: 40, height: 12 })
    expect([...plot.cellOf].map((cell) => cell >= 0)).toEqual([true, true, true, true, false])
    expect(plot.missing).toBe(1)
    expect(plot.cellOf[0]).toBe(0)
    expect(plot.cellOf[3]).toBe(plot.rows * plot.columns - 1)
  })
})

describe('timeline', () => {
  test('has a lane for each group in order of appearance, with its count; blocks where events share a cell', () => {
    const data = table('T:datetime By', [
      [at(0), 'b'],
      [at(48), 'a'],
      [at(0), 'b'],
      [at(24), 'b'],
      [at(0), 'b'],
    ])
    expect(picture({ kind: 'timeline', time: 'T', by: 'By' }, data, 44, 8)).toEqual([
      '• one event, ▁-█ more (up to 3 a cell)',
      'b │█                  •                  │ 4',
      'a │                                     •│ 1',
      '  └┬──────────────────┬─────────────────┬',
      '   2026-03-01         03-02',
    ])
  })

  test('counts the lanes it has no room for', () => {
    const data = table(
      'T:datetime By',
      Array.from({ length: 30 }, (_, row) => [at(row), `lane ${row}`]),
    )
    const lines = picture({ kind: 'timeline', time: 'T', by: 'By' }, data, 60, 12)
    expect(lines).toHaveLength(12)
    expect(lines).toContain('22 more lanes not shown')
  })

  test('shows how long events lasted', () => {
    const data = table('T:datetime E:datetime By', [
      [at(0), at(24), 'x'],
      [at(48), null, 'x'],
    ])
    expect(picture({ kind: 'timeline', time: 'T', end: 'E', by: 'By' }, data, 60, 8)[1]).toMatch(/│•━+ +•│ 2$/)
  })
})

describe('series', () => {
  test('marks anomalies above and below, and leaves a gap where there is no value', () => {
    const data = table('T:datetime V:real B:real A:int', [
      [at(0), 10, 10, 0],
      [at(1), 90, 10, 1],
      [at(2), null, 10, 0],
      [at(3), 0, 10, -1],
    ])
    const text = picture({ kind: 'series', time: 'T', value: 'V', baseline: 'B', anomaly: 'A' }, data, 50, 14).join(
      '\n',
    )
    expect(text.match(/▲/g)).toHaveLength(2)
    expect(text.match(/▼/g)).toHaveLength(2)
    expect(text).toContain('1 row without a time or a value not drawn')
  })

  test('draws the series one looks at in full, and names it', () => {
    const data = table('T:datetime V:real H', [
      [at(0), 1, 'a'],
      [at(1), 2, 'a'],
      [at(0), 3, 'b'],
      [at(1), 4, 'b'],
    ])
    const view = { kind: 'series', time: 'T', value: 'V', by: 'H' } as const
    expect(lineText(drawSeries(view, data, undefined, { width: 50, height: 10 }, { focus: 'b' }).head[0]!)).toContain(
      'V of b  dotted: a',
    )
  })
})

describe('bars', () => {
  test('are as long as their value, and never nothing for something', () => {
    const data = table('L V:long', [
      ['all', 1000],
      ['half', 500],
      ['one', 1],
      ['none', 0],
    ])
    expect(picture({ kind: 'bars', label: 'L', value: 'V' }, data, 31, 10)).toEqual([
      'all  ████████████████████ 1,000',
      'half ██████████             500',
      'one  ▏                        1',
      'none                          0',
    ])
  })

  test('stack by group, each with a filling of its own', () => {
    const data = table('L V:long G', [
      ['x', 3, 'yes'],
      ['x', 1, 'no'],
      ['y', 4, 'no'],
    ])
    const lines = picture({ kind: 'bars', label: 'L', value: 'V', by: 'G' }, data, 30, 10)
    expect(lines[0]).toBe('█ yes  ▓ no')
    expect(lines[1]).toMatch(/^x █{20,21}▓{6,7} +4$/)
    expect(lines).toHaveLength(3)
  })

  test('go left of zero for negative values', () => {
    expect(
      picture(
        { kind: 'bars', label: 'L', value: 'V' },
        table('L V:long', [
          ['up', 10],
          ['down', -10],
        ]),
        40,
        10,
      ),
    ).toEqual([expect.stringMatching(/^up {15,}█+ +10$/), expect.stringMatching(/^down +▒+ +-10$/)])
  })
})

describe('matrix', () => {
  const view = { kind: 'matrix', row: 'R', column: 'C', value: 'V' } as const

  test('shows numbers with a shade, and a dot where there is no row', () => {
    const lines = picture(
      view,
      table('R C V:long', [
        ['a', 'x', 100],
        ['a', 'y', 20],
        ['b', 'y', 0],
      ]),
      40,
      10,
    )
    expect(lines[1]).toMatch(/^a +100 █ +20 ░$/)
    expect(lines[2]).toMatch(/^b +· +0$/)
  })

  test('says when a cell is a sum, and what columns there was no room for', () => {
    const rows = Array.from({ length: 40 }, (_, column): Cell[] => ['a', `column ${column}`, 1])
    const lines = picture(view, table('R C V:long', [...rows, ['a', 'column 0', 1]]), 40, 10)
    expect(lines).toContain('1 cell with the sum of several rows')
    expect(lines.join('\n')).toMatch(/\d+ more columns not shown/)
  })

  test('cuts the labels of columns rather than leave columns out', () => {
    const rows = ['adm-skilbride', 'adm-dfennimore', 'svc-deploy'].map((name): Cell[] => ['a', name, 1])
    const [narrow, wide] = [30, 80].map((width) => picture(view, table('R C V:long', rows), width, 10)[0]!)
    expect(narrow).toMatch(/adm-ski… adm-dfe… svc-dep…$/)
    expect(wide).toMatch(/adm-skilbride +adm-dfennimore +svc-deploy$/)
  })

  test('cuts labels that begin alike in their middle', () => {
    const rows = ['10 remote interactive', '10 remote interactive, failed', '2 interactive'].map((name): Cell[] => [
      'a',
      name,
      1,
    ])
    expect(picture(view, table('R C V:long', rows), 30, 10)[0]).toMatch(/10…ctive 10…ailed 2 inter…$/)
  })
})

describe('tree', () => {
  const view = { kind: 'tree', id: 'I', parent: 'P', label: 'L', detail: ['D'] } as const

  test('shows times to the second, and says what a number is', () => {
    const detailed = { ...view, detail: ['T', 'Rarity', 'Times'] } as const
    const data = table('I:long P:long L T:datetime Rarity:real Times:long', [
      [1, null, 'one', '2026-09-27T01:44:36.0400000Z', 1 / 21, 3],
      [2, 1, 'two', null, null, null],
    ])
    expect(picture(detailed, data, 80, 10)).toEqual(['▾ one  2026-09-27 01:44:36  Rarity 0.0476  Times 3', '└─ two'])
  })

  test('hangs rows under their parents; a missing, empty or own parent makes a root', () => {
    const data = table('I:long P:long L D', [
      [1, null, 'one', ''],
      [2, 1, 'two', 'x'],
      [3, 2, 'three', ''],
      [4, 1, 'four', ''],
      [5, 99, 'five', ''],
      [6, 6, 'six', ''],
    ])
    expect(picture(view, data, 40, 10)).toEqual(['▾ one', '├─ ▾ two  x', '│  └─ three', '└─ four', 'five', 'six'])
  })

  test('opens a circle of parents and says so', () => {
    const data = table('I P L D', [
      ['a', 'b', 'first', ''],
      ['b', 'a', 'second', ''],
    ])
    expect(picture(view, data, 60, 10)).toEqual(['▾ first  (its parents lead back to itself)', '└─ second'])
  })

  test('stands ten thousand levels, and says how deep it is where it does not indent', () => {
    const deep = table(
      'I P L D',
      Array.from({ length: 10_000 }, (_, row) => [`${row}`, `${row - 1}`, `level ${row}`, '']),
    )
    const lines = picture(view, deep, 80, 10_000)
    expect(lines).toHaveLength(10_000)
    expect(lines.at(-1)).toMatch(/^⋯ 9,987 .*└─ level 9999$/)
    expect(summarize(view, deep)).toBe('10,000 nodes under 1 root, 10,000 levels deep')
  })
})

test('a map leaves out what is on no globe', () => {
  const data = table('La:real Lo:real', [
    [52, 13],
    [200, 0],
    [null, 1],
  ])
  const lines = picture({ kind: 'map', latitude: 'La', longitude: 'Lo' }, data, 60, 20)
  expect(lines.join('\n').match(/●/g)).toHaveLength(2)
  expect(lines.at(-1)).toBe('2 rows without a time or a value not drawn')
})

const views: readonly ChartView[] = [
  { kind: 'timeline', time: 'T', by: 'G' },
  { kind: 'scatter', time: 'T', score: 'V', scale: 'log', by: 'G' },
  { kind: 'scatter', time: 'T', score: 'V', scale: 'linear' },
  { kind: 'series', time: 'T', value: 'V', baseline: 'V', anomaly: 'V', by: 'G' },
  { kind: 'bars', label: 'G', value: 'V', by: 'T' },
  { kind: 'matrix', row: 'G', column: 'T', value: 'V' },
  { kind: 'tree', id: 'G', parent: 'T', label: 'G' },
  { kind: 'map', latitude: 'V', longitude: 'V', label: 'G' },
]

describe.each(views)('$kind', (view) => {
  const rows = fc.array(
    fc.tuple(
      fc.option(
        fc
          .date({ noInvalidDate: true, min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z') })
          .map((date) => date.toISOString()),
      ),
      fc.option(fc.double()),
      fc.option(fc.string({ unit: 'binary', maxLength: 12 })),
    ),
    { maxLength: 30 },
  )

  test('stays within its width and height, whatever the rows hold', () => {
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 30, max: 120 }),
        fc.integer({ min: 8, max: 40 }),
        fc.boolean(),
        (cells, width, height, ascii) => {
          const lines = drawChart(
            view,
            table(
              'T:datetime V:real G',
              cells.map((row) => [...row]),
            ),
            { width, height },
            { ascii },
          )
          expect(lines.length).toBeLessThanOrEqual(height + 1)
          for (const line of lines) {
            expect(lineWidth(line)).toBe(width)
            expect(lineText(line)).not.toMatch(/[\x00-\x1f\x7f-\x9f]/)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('says in words what it shows, also of nothing', () => {
    const empty = table('T:datetime V:real G', [])
    expect(summarize(view, empty)).not.toBe('')
    expect(drawChart(view, empty, { width: 60, height: 12 }).every((line) => lineWidth(line) === 60)).toBe(true)
  })
})

test('the columns a view cannot do without are known', () => {
  const data = table('T:datetime V:real', [])
  expect(missingColumns({ kind: 'scatter', time: 'T', score: 'S', scale: 'log' }, data)).toEqual(['S'])
  expect(missingColumns({ kind: 'table', columns: ['gone'] }, data)).toEqual([])
  expect(isChartView({ kind: 'text', text: '' })).toBe(false)
})
