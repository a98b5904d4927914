import { describe, expect, it } from 'vitest'
import type { Table } from '../../src/lib/table.ts'
import { collectEntities, entitiesPerSection, tableEntities } from '../../src/notebooklet/collect-entities.ts'
import { entityValue } from '../../src/notebooklet/entity-value.ts'
import type { EntityType, Section } from '../../src/notebooklet/result-data.ts'
import { runStep } from '../../src/notebooklet/run-step.ts'
import { howSame, isSameEntity } from '../../src/notebooklet/same-entity.ts'
import { steps } from '../../src/notebooklet/steps.ts'
import { tableIdentities } from '../../src/notebooklet/table-identities.ts'
import { table } from './fake-workspace.ts'

describe('entityValue', () => {
  it.each<[EntityType, string, string | undefined]>([
    ['ip', '62.0.0.1:62589', '62.0.0.1'],
    ['ip', '[2A01:4f8::1]:47114', '2a01:4f8::1'],
    ['ip', '2a01:4f8::1', '2a01:4f8::1'],
    ['ip', '::ffff:10.0.0.1', '10.0.0.1'],
    ['ip', 'fe80::1%eth0', 'fe80::1'],
    ['ip', '::1', undefined],
    ['ip', '127.0.0.1', undefined],
    ['ip', '0.0.0.0', undefined],
    ['ip', '-', undefined],
    ['ip', '', undefined],
    ['ip', 'LOCAL', undefined],
    ['ip', '999.1.1.1', undefined],
    ['ip', 'cloudtrail.amazonaws.com', undefined],
    ['account', ' alice@contoso.com ', 'alice@contoso.com'],
    ['account', '-\\-', undefined],
    ['account', '\\alice', 'alice'],
    ['account', 'CONTOSO\\alice', 'CONTOSO\\alice'],
    ['account', 'alice · 198.51.100.7', undefined],
    ['account', '(unknown) from 198.51.100.7', undefined],
    ['host', 'N/A', undefined],
    ['logon-session', '0x0', undefined],
    ['hash', 'ABC', 'ABC'],
  ])('%s %j is %j', (type, text, value) => {
    expect(entityValue(type, text)).toBe(value)
  })
})

describe('isSameEntity', () => {
  it.each([
    ['alice@contoso.com', 'ALICE@contoso.com', true],
    ['CONTOSO\\alice', 'alice', true],
    ['CONTOSO\\alice', 'alice@contoso.com', true],
    ['alice@contoso.com', 'alice@fabrikam.com', false],
    ['CONTOSO\\alice', 'FABRIKAM\\alice', false],
    ['10.0.0.1:443', '10.0.0.1', true],
    ['10.0.0.1', '10.0.0.10', false],
    ['web01', 'web01.contoso.com', true],
    ['web01', 'web011', false],
    ['web01.contoso.com', 'web01.fabrikam.com', false],
    ['', '', false],
  ])('%j and %j: %j', (a, b, same) => {
    expect(isSameEntity(a, b)).toBe(same)
    expect(isSameEntity(b, a)).toBe(same)
  })
})

describe('howSame', () => {
  const sid = 'S-1-5-21-1004336348-1177238915-682003330-512'
  const identities = tableIdentities(
    table(
      'TargetUserSid:string TargetAccount:string',
      [sid, 'CONTOSO\\alice'],
      ['S-1-5-18', 'NT AUTHORITY\\SYSTEM'],
      ['S-1-0-0', '-'],
    ),
  )

  it.each([
    ['alice@contoso.com', 'alice@contoso.com', 'same'],
    ['alice@contoso.com', 'ALICE@contoso.com', 'case'],
    ['10.0.0.1:443', '10.0.0.1', 'port'],
    ['web01', 'WEB01.contoso.com', 'host'],
    ['CONTOSO\\alice', 'alice@contoso.com', 'user'],
    ['contoso\\ALICE', sid, 'identifier'],
    [sid.toLowerCase(), 'CONTOSO\\alice', 'identifier'],
    // The name of another form is not in the data: only the user name is alike.
    [sid, 'alice@contoso.com', undefined],
    ['S-1-5-18', 'NT AUTHORITY\\SYSTEM', undefined],
    ['alice@contoso.com', 'alice@fabrikam.com', undefined],
  ])('%j and %j: %s', (a, b, how) => {
    expect(howSame(a, b, identities)).toBe(how)
  })
})

describe('rows-of', () => {
  const rowsOf = async (value: string, given: Table) => {
    const made = await runStep(
      'rows-of',
      steps['rows-of']!,
      [given],
      { value },
      { progress: () => {}, signal: undefined },
    )
    return { rows: made.table.rowCount, notices: made.notices }
  }
  const sid = 'S-1-5-21-1-2-3-1001'
  const logons = table(
    'TargetAccount:string TargetUserSid:string UserPrincipalName:string Computer:string',
    ['CONTOSO\\alice', sid, '', 'web01'],
    ['', sid, '', 'WEB01.contoso.com'],
    ['', '', 'ALICE@contoso.com', 'web02'],
    ['CONTOSO\\bob', 'S-1-5-21-1-2-3-1002', '', 'web01'],
  )

  it('names the spellings it took for the entity, and how', async () => {
    expect(await rowsOf('alice@contoso.com', logons)).toEqual({
      rows: 2,
      notices: ['2 of 4 rows. Taken for it: CONTOSO\\alice (user name alone).'],
    })
    expect(await rowsOf('web01', logons)).toEqual({
      rows: 3,
      notices: ['3 of 4 rows. Taken for it: WEB01.contoso.com (short and full host name).'],
    })
    expect(await rowsOf('web02', logons)).toEqual({ rows: 1, notices: ['1 of 4 rows.'] })
  })

  it('knows a SID as the account that the same log names beside it', async () => {
    expect(await rowsOf(sid, logons)).toEqual({
      rows: 2,
      notices: ['2 of 4 rows. Taken for it: CONTOSO\\alice (identifier the data knows for that account).'],
    })
  })

  it('names five spellings, and counts the rest', async () => {
    const many = table('Account:string', ...Array.from({ length: 8 }, (_, at) => [`D${at}\\alice`]))
    expect((await rowsOf('alice', many)).notices[0]).toContain('D4\\alice (user name alone), and 3 more.')
  })
})

describe('tableEntities', () => {
  it('takes the items of lists, and none of the rows that were left out of a table', () => {
    const all = table('Ips:dynamic Host:string', [['10.0.0.1', '10.0.0.2', 3], 'a'], [['10.0.0.1'], 'B'], [null, 'b'])
    const columns = { Ips: 'ip', Host: 'host', Gone: 'account' } as const
    expect(tableEntities(all, columns).entities.map(({ value }) => value)).toEqual(['10.0.0.1', '10.0.0.2', 'a', 'B'])
    expect(tableEntities(all.pick([2]), columns).entities).toEqual([{ type: 'host', value: 'b' }])
  })

  it('says how many there are where it takes only the first', () => {
    const many = table('Host:string', ...Array.from({ length: 6000 }, (_, at) => [`h${at}`]))
    const { entities, notice } = tableEntities(many, { Host: 'host' })
    expect(entities).toHaveLength(entitiesPerSection)
    expect(notice).toBe('The first 5,000 of 6,000 entities in this table are offered for pivots.')
  })
})

describe('collectEntities', () => {
  it('names the sections an entity is in, as it was written first', () => {
    const section = (id: string, host: string): Section => ({
      id,
      title: id,
      status: 'ok',
      notices: [],
      view: { kind: 'table' },
      queries: [],
      table: table('Host:string', [host]),
      entityColumns: { Host: 'host' },
    })
    expect(collectEntities([section('a', 'Web01'), section('b', 'WEB01')])).toEqual([
      { type: 'host', value: 'Web01', sections: ['a', 'b'] },
    ])
  })
})
