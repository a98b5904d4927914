import { describe, expect, it } from 'vitest'
import { comparedPopulations, type PopulationOptions } from '../../../src/analytics/sessions/compared-populations.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'

const options: PopulationOptions = {
  mode: 'commands',
  events: 'Sequence',
  source: 'Source',
  peers: 'Role',
  minimumPeers: 2,
}

/** Rows of source, role and one event. */
function table(rows: readonly (readonly [string, Cell, string])[]): Table {
  return Table.fromRows(
    [
      { name: 'Source', type: 'string' },
      { name: 'Role', type: 'string' },
      { name: 'Sequence', type: 'dynamic' },
    ],
    rows.map(([source, role, event]) => [source, role, [event]]),
  )
}

function shown(scored: Table, baseline?: Table, changed: Partial<PopulationOptions> = {}) {
  return comparedPopulations(scored, baseline, { ...options, ...changed }).map(
    ({ source, peers, rows, sessions, comparedWith, isKnown }) => [
      `${source} ${peers}${isKnown ? '' : ' new'}`,
      rows.join(' '),
      sessions.flat().join(''),
      comparedWith.flat().join(''),
    ],
  )
}

describe('comparedPopulations', () => {
  const scored = table([
    ['mail', 'admin', 'a'],
    ['mail', 'user', 'b'],
    ['mail', 'admin', 'c'],
    ['mail', '', 'd'],
    ['mail', '(unknown)', 'e'],
    ['cloud', 'admin', 'f'],
  ])

  it('are the peers where there are enough, else all of the source; nobody knows who is nobody’s peer', () => {
    expect(shown(scored)).toEqual([
      ['mail admin', '0 2', 'ac', 'ac'],
      ['mail (all)', '1 3 4', 'bde', 'abcde'],
      ['cloud (all)', '5', 'f', 'f'],
    ])
    expect(shown(scored, undefined, { minimumPeers: 1 }).map(([name]) => name)).toEqual([
      'mail admin',
      'mail user',
      'mail (all)',
      'cloud admin',
    ])
    expect(shown(scored, undefined, { peers: undefined }).map(([name]) => name)).toEqual(['mail (all)', 'cloud (all)'])
  })

  it('are those of the baseline, and of the table itself where the baseline lacks the source', () => {
    const baseline = table([
      ['mail', 'user', 'x'],
      ['mail', 'user', 'y'],
      ['mail', 'admin', 'z'],
      ['files', 'user', 'w'],
    ])
    expect(shown(scored, baseline)).toEqual([
      ['mail (all) new', '0 2 3 4', 'acde', 'xyz'],
      ['mail user new', '1', 'b', 'xy'],
      ['cloud (all)', '5', 'f', 'f'],
    ])
  })

  it('take a group called as the rest is for a group', () => {
    const odd = table([
      ['mail', '(all)', 'a'],
      ['mail', '(all)', 'b'],
      ['mail', '__proto__', 'c'],
    ])
    expect(shown(odd)).toEqual([
      ['mail (all)', '0 1', 'ab', 'ab'],
      ['mail (all)', '2', 'c', 'abc'],
    ])
  })

  it('need 30 sessions unless told otherwise', () => {
    const many = table(Array.from({ length: 59 }, (_, at) => ['mail', at < 30 ? 'admin' : 'user', 'a']))
    const groups = comparedPopulations(many, undefined, { ...options, minimumPeers: undefined })
    expect(groups.map(({ peers, rows, comparedWith }) => [peers, rows.length, comparedWith.length])).toEqual([
      ['admin', 30, 30],
      ['(all)', 29, 59],
    ])
  })

  it('say what is wrong', () => {
    expect(() => shown(scored, undefined, { minimumPeers: 0 })).toThrow(/fewest peers/)
    expect(() => shown(scored, undefined, { peers: 'Rolle' })).toThrow(/Did you mean `Role`/)
    expect(comparedPopulations(scored.pick([]), undefined, options)).toEqual([])
  })
})
