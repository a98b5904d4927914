import { describe, expect, it } from 'vitest'
import { entropy, nameParts, unusualAbout } from '../../../src/analytics/network/name-parts.ts'
import { namePartsTable } from '../../../src/analytics/network/name-parts-table.ts'
import { Table } from '../../../src/lib/table.ts'

describe('nameParts', () => {
  it('takes a URL apart', () => {
    expect(nameParts('https://bob@WWW.Shop.Example.co.uk:8443/a/b.exe?x=1#y')).toMatchObject({
      kind: 'url',
      scheme: 'https',
      host: 'www.shop.example.co.uk',
      domain: 'example.co.uk',
      subdomain: 'www.shop',
      suffix: 'co.uk',
      suffixKind: 'public',
      port: 8443,
      path: '/a/b.exe',
      query: 'x=1',
      user: 'bob',
    })
  })

  it.each([
    ['hxxp://evil[.]com/x', 'evil.com', 'url'],
    ['evil.com', 'evil.com', 'domain'],
    ['evil.com.', 'evil.com', 'domain'],
    ['evil.com/path', 'evil.com', 'url'],
    ['EVIL.com:8080', 'evil.com', 'domain'],
    ['203.0.113.7', '203.0.113.7', 'address'],
    ['203.0.113.7:443', '203.0.113.7', 'address'],
    ['http://203.0.113.7/', '203.0.113.7', 'url'],
    ['http://3405803783/', '203.0.113.7', 'url'],
    ['2001:db8::1', '2001:db8::1', 'address'],
    ['[2001:db8::1]:443', '2001:db8::1', 'address'],
    ['http://intranet/wiki', 'intranet', 'url'],
    ['ftp://Files.example.com/a', 'files.example.com', 'url'],
    ['xn--mnchen-3ya.de', 'xn--mnchen-3ya.de', 'domain'],
    ['münchen.de', 'xn--mnchen-3ya.de', 'domain'],
  ])('reads %s', (written, host, kind) => {
    expect(nameParts(written)).toMatchObject({ host, kind })
  })

  it.each(['', 'nobody', 'two words.com', '1.2.3', 'http://', '-bad-.com', "x' or 1==1", 'a..b'])(
    'finds none in %j',
    (text) => {
      expect(nameParts(text)).toBeUndefined()
    },
  )

  it('says what a name of foreign letters reads like', () => {
    expect(nameParts('xn--mnchen-3ya.de')!.unicode).toBe('münchen.de')
    expect(nameParts('contoso.com')!.unicode).toBe('')
  })

  it('knows suffixes below which companies give names to others', () => {
    expect(nameParts('alice.github.io')).toMatchObject({
      domain: 'alice.github.io',
      suffix: 'github.io',
      suffixKind: 'private',
    })
    expect(nameParts('dc01.corp.local')).toMatchObject({ domain: '', suffixKind: 'unknown' })
  })
})

describe('entropy', () => {
  it('is the bits of each character', () => {
    // aaab: 3/4 · log2(4/3) + 1/4 · log2(4) = 0.3113 + 0.5
    expect(entropy('aaab')).toBeCloseTo(0.8113, 4)
    expect(entropy('abcd')).toBe(2)
    expect(entropy('')).toBe(0)
  })

  it('makes what is outside the usual bounds unusual', () => {
    expect(unusualAbout(nameParts('aaaa.aa')!)).toContain('entropy below 2.7212')
    expect(unusualAbout(nameParts('q7w1zk9x3vb5nm2lp8rt6yh4jd0sgf.com')!)).toContain('entropy above 4.30891')
    expect(unusualAbout(nameParts('login.microsoftonline.com')!)).toEqual([])
  })

  it('is of what can be registered, not of names below it', () => {
    expect(nameParts('a.b.c.contoso.com')!.entropy).toBe(entropy('contoso.com'))
    expect(nameParts('203.0.113.7')!.entropy).toBeNull()
  })
})

describe('namePartsTable', () => {
  const table = Table.fromRows(
    [
      { name: 'Name', type: 'string' },
      { name: 'Count', type: 'long' },
    ],
    [
      ['www.microsoftonline.com', 3],
      ['no name', 1],
    ],
  )

  it('adds parts to rows, and says which rows hold none', () => {
    const { table: parts, notices } = namePartsTable(table, { column: 'Name', parts: ['Subdomain', 'Unusual'] })
    expect(parts.columns.map(({ name }) => name)).toEqual(['Name', 'Count', 'Subdomain', 'Unusual'])
    expect(parts.rows()).toEqual([['www.microsoftonline.com', 3, 'www', '']])
    expect(notices).toEqual(['1 of 2 hold no URL, domain or address: `no name`.'])
  })

  it('refuses a column that is not there', () => {
    expect(() => namePartsTable(table, { column: 'Url' })).toThrow('There is no column `Url`')
  })
})
