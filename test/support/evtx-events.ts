import { absent, type EvtxElement, type EvtxEvent, type EvtxValue, uint, utf16 } from './evtx-bytes.ts'

/** 2024-05-01T10:00:00.1234567Z */
export const ticks = 133_590_312_001_234_567n

const frame = (channel: string, provider: string, body: EvtxElement): EvtxElement => ({
  name: 'Event',
  attributes: { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
  children: [
    {
      name: 'System',
      children: [
        { name: 'Provider', attributes: { Name: provider, Guid: '{54849625-5478-4994-a5ba-3e3b0328c30d}' } },
        { name: 'EventID', children: [0] },
        { name: 'Version', children: [1] },
        { name: 'Level', children: [2] },
        { name: 'Task', children: [3] },
        { name: 'Keywords', children: [4] },
        { name: 'TimeCreated', attributes: { SystemTime: 5 } },
        { name: 'EventRecordID', children: [6] },
        { name: 'Execution', attributes: { ProcessID: 7, ThreadID: 8 } },
        { name: 'Channel', children: [channel] },
        { name: 'Computer', children: ['DC01.contoso.com'] },
        { name: 'Security', attributes: { UserID: 9 } },
      ],
    },
    body,
  ],
})

const named = (name: string, value: number): EvtxElement => ({
  name: 'Data',
  attributes: { Name: name },
  children: [value],
})

const system = (id: number, level: number, record: number, sid: EvtxValue = absent): EvtxValue[] => [
  uint(6, id),
  uint(4, 2),
  uint(4, level),
  uint(6, 12544),
  uint(21, 0x8020000000000000n),
  uint(17, ticks),
  uint(10, record),
  uint(8, 700),
  uint(8, 701),
  sid,
]

const systemSid: EvtxValue = { type: 19, bytes: Buffer.from([1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0]) }

const logonFields = [
  'SubjectUserSid',
  'SubjectUserName',
  'SubjectDomainName',
  'TargetUserName',
  'TargetDomainName',
  'TargetLogonId',
  'LogonType',
  'IpAddress',
  'LogonGuid',
]

const logonElement = frame('Security', 'Microsoft-Windows-Security-Auditing', {
  name: 'EventData',
  children: logonFields.map((name, index) => named(name, 10 + index)),
})

/** Event 4624 of the channel Security. */
export function logon(record: number, user = 'ada'): EvtxEvent {
  return {
    ticks,
    element: logonElement,
    values: [
      ...system(4624, 0, record),
      systemSid,
      utf16('DC01$'),
      utf16('CONTOSO'),
      utf16(user),
      utf16('CONTOSO'),
      uint(21, 0x3e7),
      uint(8, 3),
      utf16('192.0.2.7'),
      { type: 15, bytes: Buffer.from('00112233445566778899aabbccddeeff', 'hex') },
    ],
  }
}

const serviceElement = frame('System', 'Service Control Manager', {
  name: 'EventData',
  children: [named('ServiceName', 10), named('ImagePath', 11), { name: 'Data', children: [12] }],
})

/** Event 7045 of the channel System, with a list of texts that have no names. */
export const service: EvtxEvent = {
  ticks,
  element: serviceElement,
  values: [
    ...system(7045, 4, 9, systemSid),
    utf16('PSEXESVC'),
    utf16('C:\\a & "b".exe'),
    { type: 0x81, bytes: Buffer.from('one\0two\0', 'utf16le') },
  ],
}

const clearedElement = frame('Security', 'Microsoft-Windows-Eventlog', {
  name: 'UserData',
  children: [
    {
      name: 'LogFileCleared',
      attributes: { xmlns: 'http://manifests.microsoft.com/win/2004/08/windows/eventlog' },
      children: [
        { name: 'SubjectUserName', children: [10] },
        { name: 'SubjectDomainName', children: [11] },
      ],
    },
  ],
})

/** Event 1102, whose fields are elements of their own. */
export const cleared: EvtxEvent = {
  ticks,
  element: clearedElement,
  values: [...system(1102, 4, 10), utf16('eve'), utf16('CONTOSO')],
}
