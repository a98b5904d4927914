import { describe, expect, it } from 'vitest'
import { fileHashType } from '../../../src/analytics/text/find-hashes.ts'
import type { IocType } from '../../../src/analytics/text/ioc-types.ts'
import { iocType, validateIoc } from '../../../src/analytics/text/validate-ioc.ts'

const examples: readonly [string, IocType | 'unknown'][] = [
  ['10.0.0.1', 'ipv4'],
  ['999.1.1.1', 'unknown'],
  ['2001:db8::1', 'ipv6'],
  ['face::bad', 'ipv6'],
  ['http://evil.com/a', 'url'],
  ['bob@evil.com', 'email'],
  ['evil.com', 'dns'],
  ['myadmintool.ps', 'dns'],
  ['cmd.exe', 'unknown'],
  ['a1'.repeat(16), 'md5_hash'],
  ['a1'.repeat(20), 'sha1_hash'],
  ['a1'.repeat(32), 'sha256_hash'],
  ['a1'.repeat(64), 'sha512_hash'],
  ['CVE-2021-44228', 'cve'],
  ['C:\\Windows\\a.exe', 'windows_path'],
  ['HKLM\\Software\\X', 'registry_key'],
  ['/etc/passwd', 'linux_path'],
  ['two words', 'unknown'],
  ['', 'unknown'],
]

describe('the type of a whole text', () => {
  it.each(examples)('%s is %s', (text, type) => {
    expect(iocType(text)).toBe(type)
    if (type !== 'unknown') expect(validateIoc(` ${text} `, type)).toBe(true)
  })

  it('is not that of a part of it', () => {
    expect(validateIoc('see evil.com', 'dns')).toBe(false)
    expect(validateIoc('see http://evil.com/', 'url')).toBe(false)
    expect(validateIoc('10.0.0.1:80', 'ipv4')).toBe(false)
  })
})

it('a hash is known by its length', () => {
  expect(fileHashType('A1'.repeat(16))).toBe('md5_hash')
  expect(fileHashType('a1')).toBe('unknown')
  expect(fileHashType('g1'.repeat(16))).toBe('unknown')
})
