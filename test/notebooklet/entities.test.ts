import { describe, expect, it } from 'vitest'
import { collectEntities, entitiesPerSection, tableEntities } from '../../src/notebooklet/collect-entities.ts'
import { entityValue } from '../../src/notebooklet/entity-value.ts'
import type { EntityType, Section } from '../../src/notebooklet/result-data.ts'
import { isSameEntity } from '../../src/notebooklet/same-entity.ts'
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
