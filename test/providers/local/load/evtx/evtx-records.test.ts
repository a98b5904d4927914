import { EvtxFile } from '@ts-evtx/core'
import { describe, expect, it } from 'vitest'
import { EvtxRecords } from '../../../../../src/providers/local/load/evtx/evtx-records.ts'
import { evtxOf } from '../../../../support/evtx-bytes.ts'
import { cleared, logon, service } from '../../../../support/evtx-events.ts'
import { withLoaded } from '../../../../support/load-fixture.ts'

const file = evtxOf([
  [logon(1), logon(2, 'bob'), cleared],
  [service, logon(3, 'eve')],
])

function read(bytes: Uint8Array, pieceBytes = bytes.length) {
  const records = new EvtxRecords()
  const found = []
  for (let at = 0; at < bytes.length; at += pieceBytes) found.push(...records.push(bytes.subarray(at, at + pieceBytes)))
  found.push(...records.end())
  return {
    events: found.flatMap((each) => ('event' in each ? [each.event] : [])),
    faults: found.flatMap((each) => ('fault' in each ? [each.fault] : [])),
  }
}

describe('a log of Windows', () => {
  it('becomes rows of SecurityEvent and Event', async () => {
    await withLoaded({ 'Security.evtx': file }, async ({ rows, messages }) => {
      const security = [
        'TimeGenerated',
        'Computer',
        'EventID',
        'Activity',
        'Account',
        'AccountType',
        'LogonType',
        'LogonTypeName',
      ]
      expect(await rows('SecurityEvent', ...security)).toEqual([
        [
          '2024-05-01T10:00:00.1234567Z',
          'DC01.contoso.com',
          4624,
          '4624 - An account was successfully logged on.',
          'CONTOSO\\ada',
          'User',
          3,
          '3 - Network',
        ],
        [
          '2024-05-01T10:00:00.1234567Z',
          'DC01.contoso.com',
          4624,
          '4624 - An account was successfully logged on.',
          'CONTOSO\\bob',
          'User',
          3,
          '3 - Network',
        ],
        [
          '2024-05-01T10:00:00.1234567Z',
          'DC01.contoso.com',
          1102,
          '1102 - The audit log was cleared.',
          'CONTOSO\\eve',
          'User',
          null,
          '',
        ],
        [
          '2024-05-01T10:00:00.1234567Z',
          'DC01.contoso.com',
          4624,
          '4624 - An account was successfully logged on.',
          'CONTOSO\\eve',
          'User',
          3,
          '3 - Network',
        ],
      ])
      const more = [
        'SubjectUserSid',
        'SubjectUserName',
        'TargetUserName',
        'TargetLogonId',
        'LogonGuid',
        'IpAddress',
        'Channel',
        'EventSourceName',
        'EventRecordId',
        'Level',
        'EventLevelName',
        'Task',
        'Keywords',
      ]
      expect((await rows('SecurityEvent', ...more))[0]).toEqual([
        'S-1-5-18',
        'DC01$',
        'ada',
        '0x3e7',
        '{33221100-5544-7766-8899-aabbccddeeff}',
        '192.0.2.7',
        'Security',
        'Microsoft-Windows-Security-Auditing',
        '1',
        '0',
        'LogAlways',
        12544,
        '0x8020000000000000',
      ])
      expect(
        await rows('Event', 'EventLog', 'Source', 'EventID', 'EventLevel', 'EventLevelName', 'UserName', 'EventData'),
      ).toEqual([
        [
          'System',
          'Service Control Manager',
          7045,
          4,
          'Information',
          'NT AUTHORITY\\SYSTEM',
          '<DataItem type="System.XmlData"><EventData xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><Data Name="ServiceName">PSEXESVC</Data><Data Name="ImagePath">C:\\a &amp; &quot;b&quot;.exe</Data><Data>one</Data><Data>two</Data></EventData></DataItem>',
        ],
      ])
      expect(messages()).toEqual([
        'notice Security.evtx Holds events of Windows: read as rows of the tables they go to.',
        'notice Security.evtx Holds records of Event, SecurityEvent.',
      ])
    })
  })

  it.each([999, 65_536, 70_000])(
    'reads the same in pieces of %i bytes',
    (pieceBytes) => {
      expect(read(file, pieceBytes)).toEqual(read(file))
    },
    60_000,
  )

  it('is one that another reader takes for a log too, with the same values', () => {
    const xmls = [...new EvtxFile(file).records()].map((record) => record.renderXml())
    expect(xmls).toHaveLength(5)
    for (const { data } of read(evtxOf([[logon(1)]])).events) {
      for (const value of [data.TargetUserName, data.SubjectUserName, data.IpAddress, data.SubjectUserSid]) {
        expect(xmls[0]).toContain(String(value))
      }
    }
  })
})

describe('of a log that is damaged', () => {
  it('the other chunks are read', () => {
    const broken = Buffer.from(file)
    broken.fill(0x41, 4096, 4096 + 600)
    const { events, faults } = read(broken)
    expect(events.map((event) => event.id)).toEqual([7045, 4624])
    expect(faults).toEqual(['Chunk 1 of the event log is damaged: its events were left out.'])
  })

  it('the other events of a chunk are read', () => {
    const broken = Buffer.from(file)
    const second = broken.indexOf(Buffer.from([0x2a, 0x2a, 0, 0]), 4096 + 600)
    // The values of the second event: more than there are.
    broken.fill(0xee, second + 34, second + 60)
    const { events, faults } = read(broken)
    expect(events.map((event) => event.id)).toEqual([4624, 1102, 7045, 4624])
    expect(faults[0]).toMatch(
      /^One event in chunk 1 of the event log cannot be read and were left out|^One event in chunk 1/,
    )
  })

  it('a chunk with other bytes than it was written with is told', () => {
    const broken = Buffer.from(file)
    const at = broken.indexOf(Buffer.from('ada', 'utf16le'))
    broken.write('eva', at, 'utf16le')
    const { events, faults } = read(broken)
    expect(events).toHaveLength(5)
    expect(faults).toEqual([
      'Chunk 1 of the event log fails its checksum: 3 events of it were read, others may be missing.',
    ])
  })

  it('what comes before it breaks off is read', () => {
    const { events, faults } = read(file.subarray(0, 4096 + 65_536 + 512 + 2500))
    expect(events.length).toBeGreaterThan(3)
    expect(faults).toHaveLength(1)
  })

  it('room that was never written is no loss', () => {
    expect(read(Buffer.concat([file, Buffer.alloc(65_536)]))).toEqual(read(file))
  })

  it('no bytes whatever make it fail', () => {
    let seed = 7
    const next = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed
    }
    for (let round = 0; round < 60; round++) {
      const broken = Buffer.from(file)
      for (let n = 0; n < 40; n++) broken[4096 + 512 + (next() % 6000)] = next() % 256
      expect(() => read(broken)).not.toThrow()
    }
  })
})
