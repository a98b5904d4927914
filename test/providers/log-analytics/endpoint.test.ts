import { describe, expect, it } from 'vitest'
import { endpointOf } from '../../../src/providers/log-analytics/endpoint.ts'

describe('an endpoint', () => {
  it('says what tokens are asked for, and where, in each cloud', () => {
    expect(endpointOf()).toEqual({
      url: 'https://api.loganalytics.azure.com/v1',
      host: 'api.loganalytics.azure.com',
      audience: 'https://api.loganalytics.io',
      isPlain: false,
      isLocal: false,
      isAzure: true,
    })
    expect(endpointOf('https://api.loganalytics.us/v1')).toMatchObject({
      audience: 'https://api.loganalytics.us',
      authority: 'https://login.microsoftonline.us',
      isAzure: true,
    })
    expect(endpointOf('https://api.loganalytics.azure.cn')).toMatchObject({
      url: 'https://api.loganalytics.azure.cn/v1',
      audience: 'https://api.loganalytics.azure.cn',
      authority: 'https://login.chinacloudapi.cn',
    })
    expect(endpointOf('https://api.loganalytics.io', 'https://api.other/.default').audience).toBe('https://api.other')
  })

  it('is Azure itself only under its own names', () => {
    for (const text of [
      'https://api.loganalytics.io.example.com',
      'https://example.com/api.loganalytics.io',
      'https://api.loganalytics.io:8443',
      'http://127.0.0.1:8080',
      'https://localhost',
    ]) {
      expect([text, endpointOf(text).isAzure]).toEqual([text, false])
    }
  })

  it('of plain http is on this machine only', () => {
    for (const text of ['http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1', 'http://127.9.9.9']) {
      expect(endpointOf(text).isPlain).toBe(true)
    }
    for (const text of [
      'http://example.com',
      'http://127.0.0.1.example.com',
      'http://localhost.example.com',
      'http://api.loganalytics.io',
      'http://10.0.0.1',
    ]) {
      expect(() => endpointOf(text)).toThrow('plain http on another machine')
    }
  })

  it('that is no address, or holds a password, is refused without showing it', () => {
    for (const text of ['soc', 'file:///etc/passwd', 'https://user:hunter2@example.com']) {
      expect(() => endpointOf(text)).toThrow('no address of a query API')
      expect(() => endpointOf(text)).not.toThrow('hunter2')
    }
  })
})
