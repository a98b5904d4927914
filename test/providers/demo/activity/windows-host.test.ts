import { expect, test } from 'vitest'
import { type ProcessStart, WindowsHost } from '../../../../src/providers/demo/activity/windows-host.ts'
import { on } from '../../../../src/providers/demo/calendar.ts'
import { person } from '../../../../src/providers/demo/company.ts'
import { Log } from '../../../../src/providers/demo/log.ts'
import { machineNamed } from '../../../../src/providers/demo/machines.ts'
import { Random } from '../../../../src/providers/demo/random.ts'
import { domainAccount } from '../../../../src/providers/demo/rows/security-event.ts'

function host(restarts: readonly number[] = []) {
  const log = new Log('SecurityEvent')
  const starts: ProcessStart[] = []
  const made = new WindowsHost(machineNamed('AF-WS-122'), log, new Random('test'), restarts, (one) => starts.push(one))
  return { host: made, rows: () => log.rows(), starts }
}

const account = domainAccount(person('dario.fennimore'))

test('a desktop logon logs the logon, its privileges, userinit and explorer, all in one session', () => {
  const { host: one, rows, starts } = host()
  const session = one.desktop(on(4, 9), account, { type: 10, address: '10.20.250.7', elevated: true })
  expect(
    rows().map((row) => [
      row.EventID,
      row.TargetLogonId === '0x0' ? row.SubjectLogonId : (row.TargetLogonId ?? row.SubjectLogonId),
    ]),
  ).toEqual([
    [4624, session.id],
    [4672, session.id],
    [4688, session.id],
    [4688, session.id],
  ])
  expect(rows()[3]).toMatchObject({
    ProcessId: rows()[2]!.NewProcessId,
    ParentProcessName: 'C:\\Windows\\System32\\userinit.exe',
  })
  expect(session.shell.image).toBe('C:\\Windows\\explorer.exe')
  expect(starts).toHaveLength(2)
})

test('no process id comes twice between two boots, however many processes there are', () => {
  const { host: one, rows } = host()
  for (let count = 0; count < 3000; count++)
    one.start(on(5, 9) + count * 1000, one.system, 'C:\\Windows\\System32\\cmd.exe')
  const ids = rows().map((row) => row.NewProcessId)
  expect(new Set(ids).size).toBe(3000)
  for (const id of ids) expect(Number(id) % 4).toBe(0)
})

test('logon ids grow with time and never repeat, not even for two logons of one instant', () => {
  const { host: one } = host()
  const ids = [on(3, 1), on(3, 1), on(3, 2), on(20, 2)].map((at) => Number(one.logon(at, account, { type: 3 }).id))
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
})

test('a restart logs the boot, and what runs afterwards has the new boot for a parent', () => {
  const { host: one, rows } = host([on(9, 2)])
  const before = one.running(on(9, 1), 'services')
  const after = one.running(on(9, 3), 'services')
  expect(after.id).not.toBe(before.id)
  const boot = rows()
  expect(boot[0]).toMatchObject({ EventID: 4608 })
  expect(boot.filter((row) => row.EventID === 4688).map((row) => row.Process)).toContain('services.exe')
  expect(boot.find((row) => row.Process === 'services.exe')).toMatchObject({ NewProcessId: after.id })
})
