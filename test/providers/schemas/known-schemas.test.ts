import { describe, expect, it } from 'vitest'
import { knownSchemas, parseSchemas } from '../../../src/providers/schemas/known-schemas.ts'

describe('the known schemas', () => {
  const schemas = knownSchemas()

  it('have the tables of Log Analytics, sorted and with types', () => {
    expect(schemas.names().length).toBeGreaterThan(890)
    expect(schemas.names()).toEqual([...schemas.names()].sort())
    const types = new Map(schemas.find('SigninLogs')!.columns.map((column) => [column.name, column.type]))
    expect(types.get('TimeGenerated')).toBe('datetime')
    expect(types.get('DeviceDetail')).toBe('dynamic')
    expect(types.get('ResultType')).toBe('string')
    expect(schemas.find('AzureNetworkAnalytics_CL')!.columns.map((column) => column.name)).toContain('PublicIPs_s')
  })

  it('give every table a time and its columns names of their own', () => {
    for (const name of schemas.names()) {
      const table = schemas.find(name)!
      const names = table.columns.map((column) => column.name)
      expect([table.name, names[0]]).toEqual([table.name, 'TimeGenerated'])
      expect(new Set(names).size).toBe(names.length)
      expect(names.every((name) => /^[A-Za-z_]\w*$/.test(name))).toBe(true)
    }
  })

  it('are found exactly, or however they are cased', () => {
    expect(schemas.find('signinlogs')).toBeUndefined()
    expect(schemas.findIgnoringCase('signinlogs')?.name).toBe('SigninLogs')
    expect(schemas.find('NoSuchTable')).toBeUndefined()
    expect(schemas.find('Heartbeat')?.name).toBe('Heartbeat')
  })
})

it('parseSchemas puts the time first and the service’s own columns last', () => {
  expect(parseSchemas('T string:b,_ResourceId,A datetime:TimeGenerated\n').find('T')).toEqual({
    name: 'T',
    columns: [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'A', type: 'string' },
      { name: 'b', type: 'string' },
      { name: '_ResourceId', type: 'string' },
    ],
  })
})
