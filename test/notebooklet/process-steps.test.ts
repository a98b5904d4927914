import { describe, expect, it } from 'vitest'
import { noProgress } from '../../src/lib/progress.ts'
import { Table } from '../../src/lib/table.ts'
import { outlierSteps } from '../../src/notebooklet/outlier-steps.ts'
import { processSteps } from '../../src/notebooklet/process-steps.ts'
import type { StepDefinition } from '../../src/notebooklet/step.ts'
import { table } from './fake-workspace.ts'

function stepped(name: string, options: object, input: Table) {
  const step = ({ ...processSteps, ...outlierSteps } as Readonly<Record<string, StepDefinition>>)[name]!
  const made = step.run([input], step.options.parse(options), noProgress)
  return made instanceof Table ? { table: made, notices: [] } : made
}

const log = table(
  'TimeGenerated:datetime Computer:string NewProcessName:string NewProcessId:string ProcessId:string ParentProcessName:string SubjectLogonId:string',
  ['2026-01-01T00:00:00Z', 'h', 'C:\\cmd.exe', '0x10', '0x1', 'C:\\explorer.exe', '0x3e7'],
  ['2026-01-01T00:00:01Z', 'h', 'C:\\net.exe', '0x11', '0x10', 'C:\\cmd.exe', '0x3e7'],
  ['2026-01-01T00:00:02Z', 'h', 'C:\\net1.exe', '0x12', '0x11', 'C:\\net.exe', '0x99'],
  ['2026-01-01T00:00:03Z', 'other', 'C:\\calc.exe', '0x13', '0x1', 'C:\\explorer.exe', '0x99'],
)

describe('steps over processes', () => {
  const labels = (name: string, options: object, input = log) => stepped(name, options, input).table.column('Label')

  it('keep the tree of a process, of a logon, of a host', () => {
    expect(labels('process-tree', {})).toHaveLength(6)
    expect(labels('process-tree', { of: '', logon: '', host: '' })).toHaveLength(6)
    expect(labels('process-tree', { of: 'net.exe' })).toEqual(['net.exe (17)', 'net1.exe (18)'])
    expect(labels('process-tree', { of: 'net.exe', above: true })).toEqual([
      'explorer.exe (1)',
      'cmd.exe (16)',
      'net.exe (17)',
      'net1.exe (18)',
    ])
    expect(labels('process-tree', { logon: '0x0000000000000099' })).toEqual(['net1.exe (18)', 'calc.exe (19)'])
    expect(labels('process-tree', { host: 'other' })).toEqual(['explorer.exe (1)', 'calc.exe (19)'])
    expect(stepped('process-tree', { of: 'nothing.exe' }, log).notices).toEqual(['0 of 6 processes are `nothing.exe`.'])
  })

  it('tell what led to a process, from a log or from its tree', () => {
    const expected = ['explorer.exe (1)', 'cmd.exe (16)', 'net.exe (17)']
    expect(labels('process-ancestors', { of: '17' })).toEqual(expected)
    const tree = stepped('process-tree', {}, log).table
    expect(labels('process-ancestors', { id: 3 }, tree)).toEqual(expected)
    expect(processSteps['process-ancestors']!.options.safeParse({}).success).toBe(false)
  })

  it('sum a tree up', () => {
    const [summary] = [...stepped('process-tree-summary', {}, log).table.objects()]
    expect(summary).toMatchObject({ Processes: 6, Inferred: 2, Roots: 2, Leaves: 2, Branches: 2, Depth: 3, Hosts: 2 })
    expect(stepped('process-tree-summary', {}, log.pick([])).table.rowCount).toBe(0)
  })
})

describe('steps that compare rows by their numbers', () => {
  it('yield the columns they are checked with', () => {
    const counts = Table.fromRows(
      [
        { name: 'Who', type: 'string' },
        { name: 'Failures', type: 'long' },
      ],
      Array.from({ length: 30 }, (_, at) => [`u${at}`, at === 3 ? 412 : at % 4]),
    )
    const step = outlierSteps.outliers!
    const { table: ranked, notices } = stepped('outliers', {}, counts)
    expect(step.columns!([counts.columns], step.options.parse({}))).toEqual(ranked.columns)
    expect(ranked.value(0, 'OutlierWhy')).toBe('Failures 412, usually 1')
    expect(notices.at(-1)).toBe('1 of 30 rows are outliers.')
    expect(stepped('outliers', {}, ranked).table.columns).toEqual(ranked.columns)
  })

  it('make numbers of sessions and of logons', () => {
    const sessions = table('Source:string Sequence:dynamic', ['a', ['X', 'Y']], ['b', ['X']])
    expect(stepped('session-features', {}, sessions).table.column('RareShare')).toEqual([1, 1])
    const logons = table('TimeGenerated:datetime UserPrincipalName:string ResultType:string', [
      '2026-01-01T00:00:00Z',
      'ann',
      '50126',
    ])
    expect(stepped('logon-features', {}, logons).table.column('Failures')).toEqual([1])
  })
})
