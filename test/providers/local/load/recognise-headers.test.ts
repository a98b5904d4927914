import { describe, expect, it } from 'vitest'
import { recogniseHeaders } from '../../../../src/providers/local/load/recognise-headers.ts'
import { knownSchemas } from '../../../../src/providers/schemas/known-schemas.ts'

const schemas = knownSchemas()

describe('recogniseHeaders', () => {
  it('knows each common table by its own columns', () => {
    for (const table of [
      'SigninLogs',
      'OfficeActivity',
      'SecurityEvent',
      'AzureActivity',
      'AuditLogs',
      'Syslog',
      'Heartbeat',
      'AWSCloudTrail',
      'CommonSecurityLog',
      'DeviceProcessEvents',
      'SecurityAlert',
    ]) {
      const columns = schemas.find(table)!.columns.map((column) => column.name)
      expect(recogniseHeaders(columns, schemas)?.table).toBe(table)
      expect(
        recogniseHeaders(
          columns.map((name) => name.toLowerCase()),
          schemas,
        )?.table,
      ).toBe(table)
    }
  })

  it('asks for four telling names and for three fifths of them', () => {
    const telling = ['SubjectUserName', 'SubjectLogonId', 'NewProcessName', 'CommandLine']
    expect(recogniseHeaders(telling, schemas)).toEqual({ table: 'SecurityEvent', matched: 4, of: 4 })
    expect(recogniseHeaders(telling.slice(1), schemas)).toBeUndefined()
    expect(recogniseHeaders([...telling, 'x1', 'x2'], schemas)?.of).toBe(6)
    expect(recogniseHeaders([...telling, 'x1', 'x2', 'x3'], schemas)).toBeUndefined()
  })

  it('is not moved by names that most tables have', () => {
    expect(
      recogniseHeaders(['TenantId', 'TimeGenerated', 'Type', 'SourceSystem', '_ResourceId'], schemas),
    ).toBeUndefined()
  })
})

it('recogniseHeaders takes a familiar table before one that few have', () => {
  const columns = ['UserPrincipalName', 'IPAddress', 'ResultType', 'AppDisplayName']
  expect(recogniseHeaders(columns, schemas)?.table).toBe('SigninLogs')
})
