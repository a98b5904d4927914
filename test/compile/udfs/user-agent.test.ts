import { expect, test } from 'vitest'
import { type UserAgentRules, userAgentUdf } from '../../../src/compile/udfs/user-agent.ts'
import { userAgentRules } from '../../../src/providers/local/engine/user-agent-rules.ts'

const rules: UserAgentRules = {
  user_agent_parsers: [
    { regex: '(Strelsau)/(\\d+)\\.(\\d+)', family_replacement: '$1 Browser', v2_replacement: '9' },
    { regex: '(Any)/(\\d+)(?:\\.(\\d+))?' },
  ],
  os_parsers: [{ regex: 'Zenda (\\w+)', os_replacement: 'Zenda', os_v1_replacement: '$1' }],
  device_parsers: [{ regex: 'box ([a-z]+)', regex_flag: 'i', device_replacement: ' Box $1 ', brand_replacement: 'B' }],
}

function ask(text: string, wanted: unknown): unknown {
  const answer = userAgentUdf(() => rules).evaluate(text, JSON.stringify(wanted))
  return answer === null ? null : JSON.parse(String(answer))
}

test('the first rule that matches decides; replacements stand for groups', () => {
  expect(ask('Strelsau/1.2 Any/3.4', 'browser')).toEqual({
    Browser: { Family: 'Strelsau Browser', MajorVersion: '1', MinorVersion: '9', Patch: '' },
  })
  expect(ask('Any/3', 'Browser')).toEqual({
    Browser: { Family: 'Any', MajorVersion: '3', MinorVersion: '', Patch: '' },
  })
})

test('several targets come in the order of the documentation, whatever the order asked for', () => {
  expect(JSON.stringify(ask('Zenda XP on a BOX alpha', ['device', 'os']))).toBe(
    JSON.stringify({
      OperatingSystem: { Family: 'Zenda', MajorVersion: 'XP', MinorVersion: '', Patch: '', PatchMinor: '' },
      Device: { Family: 'Box alpha', Brand: 'B', Model: 'alpha' },
    }),
  )
})

test('what no rule knows is another family; what is nothing to look for is null', () => {
  expect(ask('', ['os', 'device'])).toEqual({
    OperatingSystem: { Family: 'Other', MajorVersion: '', MinorVersion: '', Patch: '', PatchMinor: '' },
    Device: { Family: 'Other', Brand: '', Model: '' },
  })
  expect(ask('Any/3', ['engine'])).toBeNull()
})

test('rules are read at the first call, and every pattern of uap-core is one of JavaScript', () => {
  let reads = 0
  const udf = userAgentUdf(() => {
    reads++
    return userAgentRules()
  })
  expect(reads).toBe(0)
  const answer = udf.evaluate(
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.71 Safari/537.36',
    '["browser","os","device"]',
  )
  expect(JSON.parse(String(answer))).toEqual({
    Browser: { Family: 'Chrome', MajorVersion: '120', MinorVersion: '0', Patch: '6099' },
    OperatingSystem: { Family: 'Windows', MajorVersion: '10', MinorVersion: '', Patch: '', PatchMinor: '' },
    Device: { Family: 'Other', Brand: '', Model: '' },
  })
  expect(reads).toBe(3)
})
