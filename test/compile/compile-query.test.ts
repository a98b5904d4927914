import { describe, expect, it } from 'vitest'
import type { CompileOptions } from '../../src/compile/compilation.ts'
import { type CompileResult, compileQuery } from '../../src/compile/compile-query.ts'
import { bindKql } from '../../src/kql/bind-kql.ts'
import { fixtureSchemas, knownSchemas, physicalTable } from '../support/fixture-tables.ts'

function compile(kql: string, options: Partial<CompileOptions> = {}): CompileResult {
  const bound = bindKql(kql, { tables: fixtureSchemas, known: knownSchemas })
  if (!bound.query) throw new Error(JSON.stringify(bound.diagnostics))
  return compileQuery(bound.query, { tables: physicalTable, now: 0n, ...options })
}

/** The texts under the spans of what was refused. */
function refused(kql: string): string[] {
  const { compiled, diagnostics } = compile(kql)
  expect(compiled).toBeUndefined()
  return diagnostics.map(({ span }) => kql.slice(span.start, span.end))
}

describe('compileQuery', () => {
  it('finds everything unsupported in one run, with its place', () => {
    const kql = [
      'SigninLogs',
      '| extend a = geo_point_to_s2cell(1.0, 2.0), b = strlen(UserPrincipalName), c = geo_point_to_h3cell(1.0, 2.0)',
      '| where geo_info_from_ip_address_(IPAddress) == ""',
      '| extend before = prev(Attempts)',
    ]
    kql.splice(2, 1)
    expect(refused(kql.join('\n'))).toEqual(['geo_point_to_s2cell', 'geo_point_to_h3cell', 'prev'])
  })

  it('refuses row functions over rows in no order, and takes them after a sort', () => {
    expect(refused('SigninLogs | extend p = prev(Attempts)')).toEqual(['prev'])
    expect(
      refused('SigninLogs | sort by Attempts | summarize n = count() by IPAddress | extend r = row_number()'),
    ).toEqual(['row_number'])
    expect(
      compile('SigninLogs | sort by Attempts | where Attempts > 1 | extend p = prev(Attempts)').compiled,
    ).toBeDefined()
  })

  it('says what is known of the result', () => {
    const { compiled } = compile(
      'AuditLogs | summarize Count = count() by OperationName | sort by Count | render piechart',
    )
    expect(compiled).toMatchObject({
      columns: [
        { name: 'OperationName', type: 'string' },
        { name: 'Count', type: 'long' },
      ],
      notices: ['no AuditLogs in this workspace'],
      tables: ['AuditLogs'],
      ordered: true,
      chart: 'piechart',
      udfs: [],
    })
  })

  it('names the functions of ours that the engine must know', () => {
    const kql = 'SigninLogs | sort by TimeGenerated asc | extend s = row_window_session(TimeGenerated, 1h, 5m)'
    expect(compile(kql).compiled?.udfs).toEqual(['row_window_session'])
  })

  it('is no order that the input had before it was grouped or joined', () => {
    expect(compile('SigninLogs | sort by Attempts | distinct IPAddress').compiled?.ordered).toBe(false)
    expect(compile('SigninLogs | sort by Attempts | join SigninLogs on IPAddress').compiled?.ordered).toBe(false)
    expect(compile('SigninLogs | sort by Attempts | mv-expand DeviceDetail').compiled?.ordered).toBe(true)
  })

  it('gives null for a column the schema knows and the files lack', () => {
    const { compiled } = compile('SigninLogs | project IPAddress, Attempts', {
      tables: () => ({ name: 't', columns: new Map([['IPAddress', 'ip']]) }),
    })
    expect(compiled?.sql).toBe('SELECT "ip" AS "IPAddress", CAST(NULL AS BIGINT) AS "Attempts"\nFROM "t"')
  })

  it('refuses physical columns that bear its own names', () => {
    const tables = () => ({ name: 't', columns: new Map([['IPAddress', 'c1']]) })
    expect(() => compile('SigninLogs | project IPAddress', { tables })).toThrow("no name of the compiler's own")
  })

  it('takes the time a record came in where it is known, else when it was generated', () => {
    const columns = new Map([
      ['TimeGenerated', 't'],
      ['_TimeReceived', 'r'],
    ])
    const kql = 'SigninLogs | project at = ingestion_time()'
    const sqlOf = (map: ReadonlyMap<string, string>) =>
      compile(kql, { tables: () => ({ name: 'x', columns: map }) }).compiled?.sql
    expect(sqlOf(columns)).toBe('SELECT "r" AS "at"\nFROM "x"')
    columns.delete('_TimeReceived')
    expect(sqlOf(columns)).toBe('SELECT "t" AS "at"\nFROM "x"')
  })

  it('computes a let that is used twice once, and a plain table not at all', () => {
    const twice = compile('let t = SigninLogs | where Attempts > 1; t | join kind=inner t on IPAddress').compiled?.sql
    expect(twice?.match(/AS MATERIALIZED/g)).toHaveLength(1)
    const table = compile('let t = SigninLogs; t | join kind=inner t on IPAddress').compiled?.sql
    expect(table).not.toContain('AS MATERIALIZED')
  })
})
