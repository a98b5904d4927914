import { describe, expect, it } from 'vitest'
import { expandEventData } from '../../../src/analytics/events/expand-event-data.ts'
import { table } from '../../notebooklet/fake-workspace.ts'

const columns = 'EventID:int TenantId:string TargetUserName:string MemberName:string LogonType:int EventData:string'
const xml = (...pairs: readonly (readonly [string, string])[]) =>
  `<EventData>${pairs.map(([name, value]) => `<Data Name="${name}">${value}</Data>`).join('')}</EventData>`

describe('event data as columns', () => {
  it('fills empty columns of that name first, adds the others, drops what is empty everywhere', () => {
    const log = table(
      columns,
      [4720, 't', '', '', null, xml(['TargetUserName', 'tom'], ['UacValue', '0x15'], ['Blank', ''])],
      [4732, 't', 'Administrators', '', null, xml(['TargetUserName', 'ignored'], ['Note', 'a &lt;b&gt; &amp; c'])],
    )
    const { table: made, notices } = expandEventData(log)
    expect([...made.objects()]).toEqual([
      { EventID: 4720, TargetUserName: 'tom', UacValue: '0x15', Note: '' },
      { EventID: 4732, TargetUserName: 'Administrators', UacValue: '', Note: 'a <b> & c' },
    ])
    expect(notices).toEqual([])
  })

  it('takes only the ids asked for', () => {
    const log = table(columns, [1, '', 'a', '', null, ''], [2, '', 'b', '', null, ''])
    expect(expandEventData(log, { ids: [2] }).table.column('TargetUserName')).toEqual(['b'])
  })

  it('reads bags, and elements without a name by their place', () => {
    const log = table(
      columns,
      [1, '', '', '', null, '{"Path":"C:\\\\x","Count":3}'],
      [2, '', '', '', null, '<EventData><Data>one</Data><Data/><Data>three</Data></EventData>'],
    )
    expect([...expandEventData(log).table.objects()]).toEqual([
      { EventID: 1, Path: 'C:\\x', Count: '3', Data1: '', Data3: '' },
      { EventID: 2, Path: '', Count: '', Data1: 'one', Data3: 'three' },
    ])
  })

  it('says what could not be read and what is too much', () => {
    const broken = table(columns, [1, '', 'a', '', null, 'no xml'])
    expect(expandEventData(broken).notices.join()).toContain('event data of 1 events')
    const wide = table(columns, [
      1,
      '',
      'a',
      '',
      null,
      xml(...Array.from({ length: 203 }, (_, at) => [`F${at}`, 'v'] as const)),
    ])
    const made = expandEventData(wide)
    expect(made.table.columns).toHaveLength(202)
    expect(made.notices.join()).toContain('3 values are not shown')
  })
})
