import { expect, test } from 'vitest'
import type { Choice, Section } from '../../src/notebooklet/result-data.ts'
import { afterResult, startedRun } from '../../src/tui/run/run-state.ts'
import { fakeDesk, section, table } from './fake-desk.ts'

const rows = table([{ name: 'Account', type: 'string' }], [['alice@contoso.com']])
const matches = section('matches', 'Accounts that match', rows, { kind: 'table' })
const findings = section('findings', 'What stands out', rows, { kind: 'table' })
const open: Choice = { id: 'account', title: 'Which account?', section: 'matches', options: [] }
const made: Choice = { ...open, chosen: 'alice@contoso.com' }

/** The section that is looked at when a run is done and nobody has moved. */
async function lookedAt(choice: Choice, sections: readonly Section[]): Promise<string | undefined> {
  const request = { notebooklet: 'account-summary' }
  const handle = await fakeDesk().run(request)
  const { focus, slots } = afterResult(
    startedRun(1, request, 'Account summary', 0),
    { ...handle, data: { ...handle.data, sections, choices: [choice] } },
    1,
  )
  return slots[focus]?.id
}

test('a Result is looked at behind a choice that is made, where nothing of it is in doubt', async () => {
  expect(await lookedAt(made, [matches, findings])).toBe('findings')
  expect(await lookedAt(made, [{ ...matches, notices: ['Taken by the user name alone.'] }, findings])).toBe('matches')
  expect(await lookedAt(open, [matches, findings])).toBe('matches')
  expect(await lookedAt(made, [matches, { ...findings, status: 'empty' }])).toBe('matches')
})
