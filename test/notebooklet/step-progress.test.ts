import { expect, it } from 'vitest'
import { Table } from '../../src/lib/table.ts'
import { stepNamed } from '../../src/notebooklet/steps.ts'

const names = ['Type', 'Account', 'Computer', 'NewProcessName', 'ParentProcessName', 'CommandLine', 'IpAddress']
const log = Table.fromRows(
  [{ name: 'TimeGenerated', type: 'datetime' }, ...names.map((name) => ({ name, type: 'string' as const }))],
  Array.from({ length: 20 }, (_, at) => [
    `2026-09-08T09:${10 + at}:00Z`,
    'SecurityEvent',
    `CONTOSO\\user${at % 3}`,
    'web01',
    'C:\\Windows\\System32\\cmd.exe',
    'C:\\Windows\\explorer.exe',
    'cmd /c dir',
    `10.0.0.${at}:443`,
  ]),
)

it.each([
  ['sessionize', { by: ['Account'], event: 'NewProcessName' }],
  ['process-features', {}],
  ['drop-automation', {}],
  ['strip-ports', {}],
  ['fold-case', {}],
  ['sum-by', { by: ['Account'] }],
])('%s tells how far it is, and never backwards', (name, written) => {
  const step = stepNamed({}, name)
  const shares: number[] = []
  step.run([log], step.options.parse(written), (done, total, text) => {
    expect(text).toBeTruthy()
    expect(done).toBeLessThanOrEqual(total)
    shares.push(done / total)
  })
  expect(shares[0]).toBe(0)
  expect(shares).toEqual(shares.toSorted((one, other) => one - other))
})
