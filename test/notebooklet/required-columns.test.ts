import { describe, expect, it } from 'vitest'
import { Table } from '../../src/lib/table.ts'
import { runStep } from '../../src/notebooklet/run-step.ts'
import { steps } from '../../src/notebooklet/steps.ts'

const hooks = { signal: undefined, progress: () => undefined }
const calls = Table.fromRows(
  [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'Acount', type: 'string' },
  ],
  [['2026-01-01T00:00:00Z', 'alice']],
)

describe('a step whose table lacks what it reads', () => {
  it.each([
    ['mark-operations', '`Operation`'],
    ['rare-operations', '`Everybody` (how many actors do it; `everybody` names another), `Population`'],
    ['impossible-travel', '`Account` (who signed in), `Latitude` (degrees, a number), `Longitude`'],
    ['unusual-sign-ins', '`Account`'],
    ['notable-events', '`EventID` or `SyslogMessage`'],
    ['logon-matrix', '`EventID` or `SyslogMessage`'],
    ['expand-event-data', '`EventID` (which event it is), `EventData`'],
  ])('says so instead of finding nothing: %s', async (name, missing) => {
    await expect(runStep(name, steps[name]!, [calls], {}, hooks)).rejects.toMatchObject({
      code: 'COLUMN_UNKNOWN',
      message: expect.stringContaining(`The table has no column ${missing}`),
      hint: expect.stringContaining('It has `TimeGenerated`, `Acount`.'),
    })
  })

  it('names the column that was meant, where one is missing', async () => {
    await expect(runStep('unusual-sign-ins', steps['unusual-sign-ins']!, [calls], {}, hooks)).rejects.toMatchObject({
      hint: 'Did you mean `Acount`? It has `TimeGenerated`, `Acount`.',
    })
  })

  it('says nothing of a table without rows: what was asked failed, or found nothing', async () => {
    const { table } = await runStep('notable-events', steps['notable-events']!, [Table.empty([])], {}, hooks)
    expect(table.rowCount).toBe(0)
  })
})

describe('sign-ins of one’s own query', () => {
  it('need no columns but who, when and where', async () => {
    const signIns = Table.fromRows(
      [
        { name: 'TimeGenerated', type: 'datetime' },
        { name: 'Account', type: 'string' },
        { name: 'Latitude', type: 'real' },
        { name: 'Longitude', type: 'real' },
      ],
      [
        ['2026-01-01T08:00:00Z', 'alice', 51.5, -0.1],
        ['2026-01-01T09:00:00Z', 'alice', 35.7, 139.7],
      ],
    )
    const { table } = await runStep('impossible-travel', steps['impossible-travel']!, [signIns], {}, hooks)
    // 9,560 km less twice the uncertainty of 50 km, in an hour.
    expect(table.column('Speed')).toEqual([expect.closeTo(9460, -2)])
  })
})
