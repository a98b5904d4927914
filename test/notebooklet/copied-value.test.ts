import { describe, expect, it } from 'vitest'
import { copiedValue } from '../../src/notebooklet/copied-value.ts'
import type { EntityType } from '../../src/notebooklet/result-data.ts'

describe('copiedValue', () => {
  it.each<[readonly EntityType[], string, string]>([
    [['ip'], '203.0.113[.]7', '203.0.113.7'],
    [['ip'], '"203.0.113.7"', '203.0.113.7'],
    [['ip'], ' <203.0.113.7>, ', '203.0.113.7'],
    [['ip'], '[2001:db8::1]:443', '[2001:db8::1]:443'],
    [['ip'], 'fe80::1%eth0', 'fe80::1%eth0'],
    [['ip'], '203.0.113.7:443', '203.0.113.7:443'],
    [['url'], 'hxxps://evil[.]example/a?b=[.]', 'https://evil.example/a?b=[.]'],
    [['domain'], '(evil[.]example);', 'evil.example'],
    [['account', 'ip'], '“alice@contoso.com”', 'alice@contoso.com'],
    [['account'], 'CONTOSO\\alice', 'CONTOSO\\alice'],
    [['account'], "o'brien", "o'brien"],
    [['account'], 'alice, bob', 'alice, bob'],
    [['host'], '\\\\WEB01\\share$\\x', 'WEB01'],
    [['host'], 'WEB01$', 'WEB01'],
    [['host'], 'web01.contoso.com.', 'web01.contoso.com'],
    [['account', 'host'], 'WEB01$', 'WEB01$'],
    [['process', 'file', 'hash'], '"C:\\a b\\x.exe"', '"C:\\a b\\x.exe"'],
    [['process'], 'curl hxxp://evil[.]example', 'curl hxxp://evil[.]example'],
    [['ip'], 'nothing [.] like it', 'nothing [.] like it'],
    [[], '"any text"', '"any text"'],
  ])('of %j reads %j', (entities, text, value) => {
    expect(copiedValue(text, entities)).toBe(value)
    expect(copiedValue(value, entities)).toBe(value)
  })
})
