import { describe, expect, it } from 'vitest'
import { clusterAddress } from '../../../src/providers/kusto/cluster-address.ts'

describe('the address of a cluster', () => {
  it.each([
    ['help', 'https://help.kusto.windows.net', 'help'],
    ['soc.westeurope', 'https://soc.westeurope.kusto.windows.net', 'soc.westeurope'],
    ['https://help.kusto.windows.net/', 'https://help.kusto.windows.net', 'help'],
    [
      'trd-1.z0.kusto.fabric.microsoft.com',
      'https://trd-1.z0.kusto.fabric.microsoft.com',
      'trd-1.z0.kusto.fabric.microsoft.com',
    ],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', '127.0.0.1:8080'],
    ['http://localhost:8080/', 'http://localhost:8080', 'localhost:8080'],
    [
      'https://api.securityplatform.microsoft.com',
      'https://api.securityplatform.microsoft.com/lake/kql',
      'api.securityplatform.microsoft.com',
    ],
    [
      'https://uksouth.api.securityplatform.microsoft.com/lake/kql/',
      'https://uksouth.api.securityplatform.microsoft.com/lake/kql',
      'uksouth.api.securityplatform.microsoft.com',
    ],
  ])('%s is %s', (text, url, shortName) => {
    expect(clusterAddress(text)).toMatchObject({ url, shortName })
  })

  it('tells the data lake, this machine and other clouds', () => {
    expect(clusterAddress('https://api.securityplatform.microsoft.com')).toMatchObject({
      isDataLake: true,
      isLoopback: false,
    })
    expect(clusterAddress('https://evil-api.securityplatform.microsoft.com.example.com').isDataLake).toBe(false)
    expect(clusterAddress('http://[::1]:8080')).toMatchObject({ isLoopback: true, isDataLake: false })
    expect(clusterAddress('https://127.0.0.1.example.com').isLoopback).toBe(false)
    expect(clusterAddress('https://x.kusto.usgovcloudapi.net').authority).toBe('https://login.microsoftonline.us')
    expect(clusterAddress('help').authority).toBeUndefined()
  })

  it.each([
    '',
    'a b',
    'http://',
    'https://user:secret@help.kusto.windows.net',
    'https://x.net/;Fed=true',
    'https://x.net/?a=1',
    'ftp://x',
  ])('`%s` is none', (text) => {
    expect(() => clusterAddress(text)).toThrow(expect.objectContaining({ code: 'BAD_WORKSPACE' }))
  })

  it('does not swallow the database', () => {
    expect(() => clusterAddress('https://help.kusto.windows.net/Samples')).toThrow(
      expect.objectContaining({ code: 'BAD_WORKSPACE', hint: expect.stringContaining('the database perhaps Samples') }),
    )
    expect(clusterAddress('https://gateway.example.com/adx').url).toBe('https://gateway.example.com/adx')
  })

  it('is not asked over plain http on another machine', () => {
    expect(() => clusterAddress('http://kusto.example.com')).toThrow(/plain http/)
    expect(() => clusterAddress('http://help.kusto.windows.net')).toThrow(/plain http/)
  })
})
