import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  findProcesses,
  isProcessTree,
  keepProcesses,
  readProcessTree,
} from '../../../src/analytics/processes/keep-processes.ts'
import { processTreeText } from '../../../src/analytics/processes/process-tree-text.ts'
import { processSummaryTable, summariseProcessTree } from '../../../src/analytics/processes/summarise-process-tree.ts'
import {
  ancestorsOf,
  childrenOf,
  descendantsOf,
  parentOf,
  rootOf,
  rootsOf,
  rootTreeOf,
  siblingsOf,
  treeDepth,
} from '../../../src/analytics/processes/walk-process-tree.ts'
import { drawn, madeUpTree, pingPong } from './made-up-tree.ts'

/** 0 init* ( 1 a ( 2 b ( 3 c ) , 4 d ) , 5 e ), 6 lone */
const tree = madeUpTree([
  [1, 'h', '/bin/a', '10', '/init', '1'],
  [2, 'h', '/bin/b', '20', '/bin/a', '10'],
  [3, 'h', '/bin/c', '30', '/bin/b', '20'],
  [4, 'h', '/bin/d', '40', '/bin/a', '10'],
  [5, 'h', '/bin/e', '50', '/init', '1'],
  [6, 'other.contoso.com', '/bin/lone', '60', '', ''],
])

describe('walking a tree', () => {
  it('goes up, down and sideways', () => {
    expect(rootsOf(tree)).toEqual([0, 6])
    expect([parentOf(tree, 3), parentOf(tree, 0)]).toEqual([2, undefined])
    expect([rootOf(tree, 3), rootOf(tree, 6)]).toEqual([0, 6])
    expect(rootTreeOf(tree, 4)).toEqual([0, 1, 2, 3, 4, 5])
    expect(childrenOf(tree, 1)).toEqual([2, 4])
    expect(descendantsOf(tree, 0)).toEqual([1, 2, 3, 4, 5])
    expect(descendantsOf(tree, 0, { maxLevels: 2 })).toEqual([1, 2, 4, 5])
    expect(descendantsOf(tree, 0, { maxLevels: 0 })).toEqual([])
    expect(ancestorsOf(tree, 3)).toEqual([0, 1, 2])
    expect([siblingsOf(tree, 1), siblingsOf(tree, 6)]).toEqual([[5], [0]])
    expect([treeDepth(tree), treeDepth(tree, 4), treeDepth(tree, 6)]).toEqual([3, 3, 0])
  })

  it('says which processes there are', () => {
    expect(() => parentOf(tree, 7)).toThrow('There is no process number 7 in this tree.')
  })

  it('agrees with following the parents one by one, whatever the log', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 6 }))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const made = madeUpTree(
          rows.map(([second, pid, parent]) => [second, 'h', 'x', `${pid}`, '', parent === 0 ? '' : `${parent}`]),
        )
        const above = (process: number): number[] =>
          made.parent[process]! < 0 ? [] : [...above(made.parent[process]!), made.parent[process]!]
        for (let process = 0; process < made.count; process++) {
          expect(ancestorsOf(made, process)).toEqual(above(process))
          expect(made.depth[process]).toBe(above(process).length)
          const all = Array.from({ length: made.count }, (_, at) => at)
          expect(descendantsOf(made, process)).toEqual(all.filter((at) => above(at).includes(process)))
          expect(childrenOf(made, process)).toEqual(all.filter((at) => made.parent[at] === process))
        }
      }),
      { numRuns: 60, seed: 5 },
    )
  })
})

describe('some processes of a tree', () => {
  it('are found by id, name, path, label, logon and host', () => {
    expect(findProcesses(tree, { of: '0x14' })).toEqual([2])
    expect(findProcesses(tree, { of: 'B' })).toEqual([2])
    expect(findProcesses(tree, { of: '/bin/b' })).toEqual([2])
    expect(findProcesses(tree, { of: 'b (20)' })).toEqual([2])
    expect(findProcesses(tree, { host: 'OTHER' })).toEqual([6])
    expect(findProcesses(tree, { id: 4 })).toEqual([3])
    expect(findProcesses(tree, { of: '', logon: '', host: '' })).toHaveLength(7)
  })

  it('make a tree of their own, with what is above and below', () => {
    expect(drawn(keepProcesses(tree, [2]).table)).toEqual(['b (20)'])
    const below = keepProcesses(tree, [1], { below: true })
    expect(drawn(below.table)).toEqual(['a (10)', '  b (20)', '    c (30)', '  d (40)'])
    expect(below.table.column('Id')).toEqual([2, 3, 4, 5])
    expect(below.table.column('Parent')).toEqual([null, 2, 3, 2])
    expect(below.table.column('Below')).toEqual([3, 1, 0, 0])
    expect(drawn(keepProcesses(tree, [3], { above: true }).table)).toEqual([
      'init (1)*',
      '  a (10)',
      '    b (20)',
      '      c (30)',
    ])
    expect(drawn(keepProcesses(tree, [2], { above: true, below: true }).table)).toHaveLength(4)
  })

  it('are the same read back from the table of a tree, in any order of its rows', () => {
    expect(isProcessTree(tree.table)).toBe(true)
    const read = readProcessTree(tree.table)
    expect(read.table.rows()).toEqual(tree.table.rows())
    const turned = readProcessTree(tree.table.pick([6, 5, 4, 3, 2, 1, 0]))
    expect(summariseProcessTree(turned)).toEqual({ ...summariseProcessTree(tree) })
  })
})

describe('the summary of a tree', () => {
  it('counts roots, branches and leaves, each process once', () => {
    const { Processes, Inferred, Roots, Branches, Leaves, Isolated, Depth, Deepest, Busiest, Hosts } =
      summariseProcessTree(tree)
    expect({ Processes, Inferred, Roots, Branches, Leaves, Isolated, Depth, Deepest, Busiest, Hosts }).toEqual({
      Processes: 7,
      Inferred: 1,
      Roots: 2,
      Branches: 2,
      Leaves: 3,
      Isolated: 1,
      Depth: 3,
      Deepest: 'c (30)',
      Busiest: 'init (1)',
      Hosts: 2,
    })
  })

  it('is no row where there is no process', () => {
    expect(processSummaryTable(madeUpTree([])).rowCount).toBe(0)
  })
})

describe('a tree as text', () => {
  it('draws branches', () => {
    expect(processTreeText(tree, { fields: [] }).split('\n')).toEqual([
      'init (1)*',
      '├─ a (10)',
      '│  ├─ b (20)',
      '│  │  └─ c (30)',
      '│  └─ d (40)',
      '└─ e (50)',
      'lone (60)',
    ])
  })

  it('counts levels where a chain is deep, so that no line grows with it', () => {
    const deep = madeUpTree(pingPong(900))
    expect(treeDepth(deep)).toBe(900)
    const lines = processTreeText(deep, { fields: [], levels: 4 }).split('\n')
    expect(lines[4]).toBe('         └─ cmd.exe (103)')
    expect(lines.at(-1)).toBe('⋯896          └─ cmd.exe (999)')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(50)
  })

  it('breaks long lines below their branch and shows control characters', () => {
    const long = madeUpTree([[1, 'h', `/bin/\x1b[2J${'x'.repeat(40)}`, '10', '', '']])
    expect(processTreeText(long, { fields: [], width: 40 }).split('\n')).toEqual([
      `\\x1b[2J${'x'.repeat(33)}`,
      `   ${'x'.repeat(7)} (10)`,
    ])
  })
})
