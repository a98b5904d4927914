import { describe, expect, it } from 'vitest'
import { addProcessFeatures } from '../../../src/analytics/clustering/add-process-features.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'

function processes(rows: readonly Cell[][]): Table {
  return Table.fromRows(
    ['NewProcessName', 'CommandLine', 'SubjectLogonId'].map((name) => ({ name, type: 'string' })),
    rows,
  )
}

describe('addProcessFeatures', () => {
  it('adds what msticpy does, by its names', () => {
    const table = addProcessFeatures(processes([['C:\\a\\b.exe', 'b.exe /x', '0x3e7']]))
    expect(Object.fromEntries(table.columns.slice(3).map(({ name }) => [name, table.value(0, name)]))).toEqual({
      processName: 'b.exe',
      // 67+58+92+97+92+98+46+101+120+101
      pathScore: 872,
      pathLogScore: Math.log10(872),
      pathHash: 1310811151,
      commandlineLen: 8,
      commandlineLogLen: Math.log10(8),
      commandlineTokensFull: 3,
      commandlineScore: 98 + 46 + 101 + 120 + 101 + 32 + 47 + 120,
      // CRC32 of `. /`.
      commandlineTokensHash: 4089948931,
      isSystemSession: true,
    })
  })

  it('takes null for the empty text, and logarithms of 0 for 0', () => {
    const table = addProcessFeatures(processes([[null, null, null]]))
    expect(
      ['processName', 'pathScore', 'pathLogScore', 'commandlineLen', 'commandlineLogLen', 'isSystemSession'].map(
        (name) => table.value(0, name),
      ),
    ).toEqual(['', 0, 0, 0, 0, false])
  })

  it('finds the separator in the first ten paths', () => {
    expect(addProcessFeatures(processes([['/usr/bin/id', 'id', '-1']])).value(0, 'processName')).toBe('id')
    expect(addProcessFeatures(processes([['a\\b', '', '']]), { pathSeparator: '/' }).value(0, 'processName')).toBe(
      'a\\b',
    )
  })

  it('keeps features that are there already, unless told to compute them anew', () => {
    const once = processes([['a', 'b', 'c']]).withColumn({ name: 'pathScore', type: 'long' }, [7])
    expect(addProcessFeatures(once).value(0, 'pathScore')).toBe(7)
    expect(addProcessFeatures(once, { force: true }).value(0, 'pathScore')).toBe(97)
  })

  it('works without rows, and says which column is missing', () => {
    expect(addProcessFeatures(processes([])).rowCount).toBe(0)
    expect(() => addProcessFeatures(Table.empty([{ name: 'Image', type: 'string' }]))).toThrow('`NewProcessName`')
  })
})
