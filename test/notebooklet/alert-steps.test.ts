import { describe, expect, it } from 'vitest'
import { activityByEntity } from '../../src/notebooklet/activity-by-entity.ts'
import { alertPlaces } from '../../src/notebooklet/alert-places.ts'
import { alertRisk } from '../../src/notebooklet/alert-risk.ts'
import { incidentTree } from '../../src/notebooklet/incident-tree.ts'
import { table } from './fake-workspace.ts'

describe('alerts by risk', () => {
  const alerts = table(
    'SystemAlertId:string AlertSeverity:string TimeGenerated:datetime Entities:string',
    ['low', 'Low', '2026-01-03T00:00:00Z', '[]'],
    ['medium', 'Medium', '2026-01-01T00:00:00Z', '[]'],
    ['later', 'Medium', '2026-01-02T00:00:00Z', '[]'],
    ['odd', 'Whatever', '2026-01-04T00:00:00Z', '[]'],
  )
  const entities = table(
    'SystemAlertId:string Value:string Role:string',
    ['low', '203.0.113.7', 'entity'],
    ['low', 'web01', 'compromised'],
    ['medium', 'BAD.example', 'entity'],
  )

  it('puts first what is known as a threat, then by severity, then the newest', () => {
    const answers = table(
      'Severity:string Observable:string Verdict:string',
      ['high', '203.0.113.7', 'C2'],
      ['information', 'bad.example', 'parked'],
      ['unknown', 'web01', 'nobody knows it'],
    )
    const rows = [...alertRisk(alerts, entities, answers).objects()]
    expect(rows.map(({ SystemAlertId, Risk, Threat }) => [SystemAlertId, Risk, Threat])).toEqual([
      ['low', 'High', 'High'],
      ['medium', 'Warning', 'Information'],
      ['later', 'Warning', ''],
      ['odd', '', ''],
    ])
    expect(rows[0]).toMatchObject({ KnownFor: '203.0.113.7: C2', Entities: 'web01, 203.0.113.7' })
    expect(rows[1]).toMatchObject({ KnownFor: 'BAD.example: parked' })
  })

  it('goes by severity where nothing is known', () => {
    const none = table('Severity:string Observable:string Verdict:string')
    const ids = alertRisk(alerts, entities, none).column('SystemAlertId')
    expect(ids).toEqual(['later', 'medium', 'low', 'odd'])
  })
})

describe('alerts by risk, open and closed', () => {
  it('puts open ones first where the risk is the same', () => {
    const alerts = table(
      'SystemAlertId:string AlertSeverity:string Status:string TimeGenerated:datetime Entities:string',
      ['closed', 'High', 'Resolved', '2026-01-05T00:00:00Z', '[]'],
      ['open', 'High', 'New', '2026-01-01T00:00:00Z', '[]'],
      ['lower', 'Medium', 'New', '2026-01-06T00:00:00Z', '[]'],
    )
    const none = table('SystemAlertId:string Value:string Role:string')
    const unknown = table('Severity:string Observable:string Verdict:string')
    expect(alertRisk(alerts, none, unknown).column('SystemAlertId')).toEqual(['open', 'closed', 'lower'])
  })
})

describe('places of what alerts name', () => {
  const alerts = table(
    'Risk:string SystemAlertId:string AlertName:string',
    ['High', 'a', 'Log cleared'],
    ['Warning', 'b', 'Password spray'],
  )
  const entities = table(
    'SystemAlertId:string Address:string Properties:dynamic',
    ['b', '203.0.113.7', null],
    ['b', '198.51.100.9', { Location: { CountryCode: 'IS', City: 'Reykjavik', Latitude: 64.1, Longitude: -21.9 } }],
    ['a', '198.51.100.9', null],
    ['a', '', null],
    ['a', '10.0.0.1', { Location: { City: 'nowhere' } }],
  )
  const places = table(
    'Address:string By:string Country:string City:string Latitude:real Longitude:real',
    ['203.0.113.7', 'database of places', 'GB', 'Bristol', 51.5, -2.6],
    ['203.0.113.7', 'Entra ID sign-ins', 'FR', 'Paris', 48.9, 2.3],
  )

  it('come from what is known, else from the alert, those of the worst alerts first', () => {
    const { table: made, notices } = alertPlaces(alerts, entities, places)
    expect([...made.objects()]).toMatchObject([
      {
        Address: '198.51.100.9',
        Risk: 'High',
        Alerts: 2,
        AlertNames: 'Log cleared, Password spray',
        Country: 'IS',
        By: 'the alert',
        Label: '198.51.100.9, 2 alerts: Log cleared, Password spray',
      },
      { Address: '203.0.113.7', Risk: 'Warning', Alerts: 1, City: 'Bristol', By: 'database of places', Latitude: 51.5 },
    ])
    expect(notices).toEqual(['No place is known of 1 of 3 addresses.'])
  })

  it('are none where none is known', () => {
    const { table: made, notices } = alertPlaces(alerts, entities.pick([0, 3]), places.pick([]))
    expect([made.rowCount, notices]).toEqual([0, []])
  })
})

describe('activity by entity', () => {
  const activity = table(
    'Source:string Activity:string Outcome:string Account:string Host:string Address:string Events:long First:datetime Last:datetime Example:string',
    [
      'linux',
      'sshd',
      'failed',
      'deploy',
      'web02',
      '203.0.113.7',
      3,
      '2026-01-01T02:00:00Z',
      '2026-01-01T03:00:00Z',
      '',
    ],
    ['linux', 'sudo', '', 'deploy', 'web02', '', 1, '2026-01-01T01:00:00Z', '2026-01-01T01:00:00Z', ''],
    ['dns', 'lookup of bad.example', '0', '', 'ws1', '', 2, '2026-01-01T04:00:00Z', '2026-01-01T04:00:00Z', ''],
  )

  it('counts what each did in each log, however it is written there', () => {
    const entities = table(
      'Type:string Value:string Site:string',
      ['host', 'WEB02.corp.example', ''],
      ['account', 'DEPLOY', ''],
      ['url', 'http://bad.example/x', 'bad.example'],
      ['ip', '198.51.100.1', ''],
      ['file', '/tmp/x', ''],
      ['host', 'web02.CORP.example', ''],
    )
    const rows = [...activityByEntity(activity, entities).objects()]
    expect(rows.map(({ Value, Source, Events, Failed, Mostly }) => [Value, Source, Events, Failed, Mostly])).toEqual([
      ['WEB02.corp.example', 'linux', 4, 3, 'sshd (3), sudo (1)'],
      ['DEPLOY', 'linux', 4, 3, 'sshd (3), sudo (1)'],
      ['http://bad.example/x', 'dns', 2, 0, 'lookup of bad.example (2)'],
      ['198.51.100.1', '', 0, 0, ''],
    ])
    expect(rows[0]).toMatchObject({ First: '2026-01-01T01:00:00.0000000Z', Last: '2026-01-01T03:00:00.0000000Z' })
  })
})

describe('an incident as a tree', () => {
  it('has its alerts below it, what they name below them, and those that the log lacks', () => {
    const incident = table(
      'Incident:string Title:string Severity:string Status:string FirstActivityTime:datetime AlertIds:dynamic',
      ['7', 'Odd', 'High', 'New', '2026-01-01T00:00:10Z', ['a', 'B', 'gone']],
    )
    const alerts = table(
      'SystemAlertId:string AlertName:string AlertSeverity:string StartTime:datetime TimeGenerated:datetime',
      ['a', 'First', 'Low', null, '2026-01-01T00:00:00Z'],
      ['b', 'Second', 'High', '2026-01-02T00:00:00Z', '2026-01-02T01:00:00Z'],
    )
    const entities = table(
      'SystemAlertId:string Type:string Value:string Role:string Detail:string Address:string',
      ['a', 'ip', '203.0.113.7', 'entity', '', '203.0.113.7'],
      ['b', 'ip', '203.0.113.7', 'compromised', 'Delft', '203.0.113.7'],
    )
    const rows = [...incidentTree(incident, alerts, entities).objects()]
    expect(rows.map(({ Parent, Label, Detail }) => [Parent, Label, Detail])).toEqual([
      ['', '7 Odd', 'High; New; 2026-01-01 00:00:10'],
      ['incident 7', 'First', 'Low; 2026-01-01 00:00:00'],
      ['a', 'ip 203.0.113.7', 'in 2 alerts'],
      ['incident 7', 'Second', 'High; 2026-01-02 00:00:00'],
      ['b', 'ip 203.0.113.7', 'in 2 alerts; compromised; Delft'],
      ['incident 7', 'gone', 'not in this log'],
    ])
    expect(new Set(rows.map(({ Id }) => Id)).size).toBe(rows.length)
  })
})
