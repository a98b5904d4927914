import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Cell, Table } from '../../src/lib/table.ts'
import type { View } from '../../src/notebooklet/view.ts'
import { lineWidth } from '../../src/report/charts/fit-text.ts'
import { lineText } from '../../src/report/charts/styled-line.ts'
import { utc } from '../../src/report/charts/zone.ts'
import { columnNeed } from '../../src/report/column-widths.ts'
import { type BoundBody, bindBody } from '../../src/tui/bodies/bodies.ts'
import type { Motion } from '../../src/tui/bodies/body.ts'
import { placeColumns, scrolledColumns } from '../../src/tui/bodies/table-columns.ts'
import { freshLook, type SectionLook } from '../../src/tui/run/section-look.ts'
import { section } from './fake-desk.ts'
import { bigTable, deepTree, everyView, isoText, signInTable } from './fake-tables.ts'

interface Looking {
  body(): BoundBody
  move(...motions: Motion[]): Looking
  look(): SectionLook
  text(): string[]
}

function looking(view: View, table: Table, look: Partial<SectionLook> = {}, width = 80, height = 12): Looking {
  let now: SectionLook = { ...freshLook, ...look }
  const body = () => bindBody(section('s', 'S', table, view), { table, look: now, width, height, zone: utc })
  const made: Looking = {
    body,
    look: () => now,
    move(...motions) {
      for (const motion of motions) now = body().move(motion)
      return made
    },
    text: () => body().draw().map(lineText),
  }
  return made
}

const motions: readonly Motion[] = [
  'up',
  'down',
  'left',
  'right',
  'page-up',
  'page-down',
  'half-up',
  'half-down',
  'first',
  'last',
  'row-start',
  'row-end',
  'next',
  'previous',
]

describe.each(everyView().map(({ view, table }) => [view.kind, view, table] as const))('%s', (_kind, view, table) => {
  test('keeps to its room and its rows wherever the cursor goes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...motions), { maxLength: 20 }),
        fc.integer({ min: 56, max: 150 }),
        fc.integer({ min: 5, max: 40 }),
        (way, width, height) => {
          const seen = looking(view, table ?? Table.empty([]), {}, width, height).move(...way)
          const lines = seen.body().draw()
          expect(lines.length).toBeLessThanOrEqual(height)
          for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(width)
          for (const row of seen.body().under()) expect(row).toBeLessThan(table?.rowCount ?? 0)
          expect(seen.body().place()).not.toBe('')
        },
      ),
      { numRuns: 40 },
    )
  })

  test('has a cursor that can be seen without colour', () => {
    if (view.kind === 'text') return
    const spans = looking(view, table ?? Table.empty([]))
      .body()
      .draw()
      .flat()
    expect(spans.some(({ ground }) => ground !== undefined)).toBe(true)
  })
})

describe('a table', () => {
  test('of a hundred thousand rows is moved about in without being read', () => {
    const table = bigTable(100_000)
    let reads = 0
    const counted = new Proxy(table, {
      get(target, name) {
        if (name === 'cell') reads++
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const seen = looking({ kind: 'table' }, counted)
    seen.text()
    const toMeasure = reads
    seen.move('page-down', 'last', 'first', 'down', 'right').text()
    expect(reads - toMeasure).toBeLessThan(200)
    expect(seen.move('last').body().place()).toContain('row 100,000 of 100,000')
  })

  test('marks the rows its view marks, the cut cells, the order and where the cursor is', () => {
    const seen = looking({ kind: 'table', mark: 'Risky' }, signInTable(10), {
      order: { column: 'Account', descending: true },
    })
    const lines = seen.move('down').text()
    expect(lines[0]).toContain('Account ▼')
    expect(lines[2]).toMatch(/^❯/)
    expect(lines[4]?.slice(1, 2)).toBe('!')
    expect(
      seen
        .move('row-end')
        .text()
        .some((line) => line.includes('…')),
    ).toBe(true)
  })

  test('goes from hit to hit, across and down, and brings it into view', () => {
    const rows: Cell[][] = [
      ['x', 'needle'],
      ['needle', 'y'],
      ['z', 'a needle too'],
    ]
    const table = Table.fromRows(
      [
        { name: 'A', type: 'string' },
        { name: 'B', type: 'string' },
      ],
      rows,
    )
    const seen = looking({ kind: 'table' }, table, { filter: 'needle', row: 0, column: 'A' })
    const visited = [1, 2, 3].map(() => {
      const { row, column } = seen.move('next').look()
      return `${row}${column}`
    })
    expect(visited).toEqual(['0B', '1A', '2B'])
    expect(seen.move('next').look()).toMatchObject({ row: 2, column: 'B' })
    expect(seen.move('previous', 'previous').look()).toMatchObject({ row: 0, column: 'B' })
  })
})

describe('columns', () => {
  const columns = fc.array(
    fc.integer({ min: 3, max: 200 }).map((wanted) => ({
      name: `c${wanted}`,
      index: 0,
      need: columnNeed(`c${wanted}`, wanted % 3 === 0 ? 'long' : 'string', [wanted]),
    })),
    { minLength: 1, maxLength: 20 },
  )

  test('never take more room than there is, and at least one is shown', () => {
    fc.assert(
      fc.property(columns, fc.integer({ min: 20, max: 200 }), fc.nat(), (all, room, from) => {
        const placed = placeColumns(all, from % all.length, room)
        expect(placed.length).toBeGreaterThan(0)
        expect(placed.reduce((sum, { width }) => sum + width, (placed.length - 1) * 2)).toBeLessThanOrEqual(room)
      }),
    )
  })

  test('are scrolled so that the one asked for is whole, if it can be', () => {
    fc.assert(
      fc.property(columns, fc.integer({ min: 20, max: 200 }), fc.nat(), (all, room, wanted) => {
        const at = wanted % all.length
        const left = scrolledColumns(all, at, 0, room)
        const placed = placeColumns(all, left, room)
        expect(at).toBeGreaterThanOrEqual(left)
        expect(placed[at - left]?.isCut).toBe(false)
      }),
    )
  })
})

describe('facts', () => {
  const table = Table.fromRows(
    [
      { name: 'A', type: 'string' },
      { name: 'B', type: 'string' },
      { name: 'C', type: 'int' },
    ],
    [
      ['one', '', 1],
      ['two', 'filled', null],
    ],
  )

  test('leave out what is empty and go from card to card', () => {
    const seen = looking({ kind: 'facts' }, table)
    expect(seen.text().map((line) => line.trim().replace(/─+$/, '').trim())).toEqual([
      '── 1 of 2',
      '❯ A  one',
      'C  1',
      '── 2 of 2',
      'A  two',
      'B  filled',
    ])
    expect(seen.move('right').look()).toMatchObject({ row: 1, column: 'A' })
    expect(seen.move('down').look()).toMatchObject({ row: 1, column: 'B' })
    expect(seen.move('left').look()).toMatchObject({ row: 0, column: 'A' })
  })
})

describe('a plot', () => {
  const view = { kind: 'scatter', time: 'T', score: 'S', scale: 'log' } as const
  const points: readonly [number, number][] = [
    [0, 1],
    [10, 0.1],
    [20, 0.001],
    [20, 1],
    [30, 0.5],
  ]
  const table = Table.fromRows(
    [
      { name: 'T', type: 'datetime' },
      { name: 'S', type: 'real' },
    ],
    points.map(([day, score]) => [isoText(Date.UTC(2026, 2, 1) + day * 86_400_000), score]),
  )

  test('begins at the rarest point', () => {
    expect(looking(view, table).body().under()).toEqual([2])
    expect(
      looking({ ...view, scale: 'linear' }, table)
        .body()
        .under(),
    ).toEqual([0])
  })

  test('has a cursor that snaps from point to point', () => {
    const seen = looking(view, table, { row: 0 })
    expect(seen.move('right').look().row).toBe(1)
    expect(seen.move('right').look().row).toBe(3)
    expect(seen.move('down').look().row).toBe(2)
    expect(seen.move('up').look().row).toBe(3)
    expect(seen.move('left').look().row).toBe(1)
    expect(seen.move('last').look().row).toBe(4)
    expect(seen.move('right').look().row).toBe(4)
    expect(seen.move('previous').look().row).toBe(3)
  })

  test('names all rows of a point', () => {
    const twice = Table.fromRows(table.columns, [...table.rows(), ...table.rows(2, 3)])
    expect(looking(view, twice, { row: 2 }).body().under()).toEqual([2, 5])
    expect(looking(view, twice, { row: 2 }).text().at(-1)).toContain('1 more row at this point')
  })

  test('without the columns of its view is a table', () => {
    expect(
      bindBody(section('s', 'S', table, { ...view, score: 'gone' }), {
        table,
        look: freshLook,
        width: 80,
        height: 12,
        zone: utc,
      }).kind,
    ).toBe('table')
  })
})

describe('a tree', () => {
  const view = { kind: 'tree', id: 'Id', parent: 'Parent', label: 'Name' } as const

  test('is folded by left and unfolded by right, the cursor never lost', () => {
    const seen = looking(view, deepTree(5))
    expect(seen.text()[0]).toMatch(/^❯ ▾ process-0/)
    seen.move('left')
    expect(seen.text()[0]).toMatch(/^❯ ▸ process-0.*\(4 below\)/)
    seen.move('right', 'right', 'right')
    expect(seen.look().row).toBe(2)
    seen.move('left', 'left')
    expect(seen.look().row).toBe(1)
  })

  test('of nine hundred levels is walked to its end', () => {
    const seen = looking(view, deepTree(900))
    seen.move(...Array<Motion>(899).fill('down'))
    expect(seen.body().place()).toContain('level 900')
    expect(seen.text().find((line) => line.startsWith('❯'))).toMatch(/^❯ ⋯ 891 .*process-899/)
    expect(seen.text().join('\n')).toMatch(/╌\n.*\n.*d898/)
  })

  test('with a filter shows what leads to a hit, and goes from hit to hit', () => {
    const seen = looking(view, deepTree(5), { filter: 'process-3', rows: Uint32Array.of(3) })
    const listed = seen.text().slice(0, 4)
    expect(listed.map((line) => /process-\d/.exec(line)?.[0])).toEqual([
      'process-0',
      'process-1',
      'process-2',
      'process-3',
    ])
    expect(seen.body().under()).toEqual([3])
    expect(seen.move('first', 'next').body().under()).toEqual([3])
  })
})

describe('what a screen leaves out', () => {
  const strings = (names: string) => names.split(' ').map((name) => ({ name, type: 'string' as const }))
  const sparse = Table.fromRows(strings('Empty Name Null'), [
    ['', 'alice', null],
    ['', 'bob', null],
  ])
  const view = { kind: 'table' } as const

  test('columns that are empty from top to bottom, and says how many', () => {
    const body = looking(view, sparse)
    expect(body.text()[0]?.trim()).toBe('Name')
    expect(body.body().place()).toBe('row 1 of 2 · 1 column, 2 empty')
  })

  test('but none that the user asked for, and not all of them', () => {
    expect(looking(view, sparse, { columns: ['Null', 'Name'] }).text()[0]).toMatch(/Null\s+Name/)
    expect(looking(view, sparse.select(['Empty', 'Null'])).text()[0]).toMatch(/Empty\s+Null/)
  })

  test('the middle of paths and addresses, never their ends; the marks of lists', () => {
    const table = Table.fromRows(
      [...strings('Path'), { name: 'Names', type: 'dynamic' }],
      [[`c:\\windows\\${'long\\'.repeat(30)}net.exe`, ['a b', 'c']]],
    )
    expect(looking(view, table, {}, 60).text()[1]).toMatch(/c:\\windows.*….*\\net\.exe\s+a b, c/)
  })

  test('room for a mark in the headings of columns that nothing is sorted by', () => {
    const table = Table.fromRows([...strings('A'), { name: 'Count', type: 'int' }], [['x', 1]])
    expect(looking(view, table).text()[0]).toBe('   A  Count')
    expect(looking(view, table, { order: { column: 'Count', descending: true } }).text()[0]).toBe('   A  Count ▼')
  })
})
