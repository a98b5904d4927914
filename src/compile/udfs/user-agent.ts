import type { Json } from '../../lib/table.ts'
import type { Udf } from '../row.ts'

/** One rule of uap-core: a pattern, and what stands for its groups where they do not stand for themselves. */
type Rule = Readonly<Record<string, string>> & { readonly regex: string; readonly regex_flag?: string }

/** The rules of uap-core (`regexes.yaml`), by what they tell. The first one that matches decides. */
export interface UserAgentRules {
  readonly user_agent_parsers: readonly Rule[]
  readonly os_parsers: readonly Rule[]
  readonly device_parsers: readonly Rule[]
}

/** What a part of the answer is read from: a replacement of the rule, or else a group of its pattern (0: none). */
interface Field {
  readonly key: string
  readonly replacement: string
  readonly group: number
}

interface Target {
  readonly key: string
  readonly rules: keyof UserAgentRules
  readonly fields: readonly Field[]
}

const versionKeys = ['MajorVersion', 'MinorVersion', 'Patch', 'PatchMinor']
const versions = (prefix: string, count: number): Field[] =>
  versionKeys
    .slice(0, count)
    .map((key, index) => ({ key, replacement: `${prefix}v${index + 1}_replacement`, group: index + 2 }))

/** What can be looked for in a user agent, by the word the query uses. */
export const userAgentTargets: Readonly<Record<string, Target>> = {
  browser: {
    key: 'Browser',
    rules: 'user_agent_parsers',
    fields: [{ key: 'Family', replacement: 'family_replacement', group: 1 }, ...versions('', 3)],
  },
  os: {
    key: 'OperatingSystem',
    rules: 'os_parsers',
    fields: [{ key: 'Family', replacement: 'os_replacement', group: 1 }, ...versions('os_', 4)],
  },
  device: {
    key: 'Device',
    rules: 'device_parsers',
    fields: [
      { key: 'Family', replacement: 'device_replacement', group: 1 },
      { key: 'Brand', replacement: 'brand_replacement', group: 0 },
      { key: 'Model', replacement: 'model_replacement', group: 1 },
    ],
  },
}

/** Answers kept: logs say the same few thousand agents again and again, and each costs up to a thousand patterns. */
const mostKept = 10_000

/** `kql_parse_user_agent(text, targets)`: the rules are read at the first call. */
export function userAgentUdf(readRules: () => UserAgentRules): Udf {
  const matchers = new Map<string, readonly Matcher[]>()
  const kept = new Map<string, Json>()
  const look = (text: string, name: string, target: Target): Json => {
    const key = `${name} ${text}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const ready = matchers.get(name) ?? readRules()[target.rules].map(matcherOf)
    matchers.set(name, ready)
    const found = lookFor(text, ready, target)
    if (kept.size >= mostKept) kept.clear()
    kept.set(key, found)
    return found
  }
  return {
    name: 'kql_parse_user_agent',
    parameters: ['VARCHAR', 'JSON'],
    returns: 'JSON',
    evaluate(text, wanted) {
      if (typeof text !== 'string' || typeof wanted !== 'string') return null
      const names = [JSON.parse(wanted) as Json].flat().map((name) => String(name).toLowerCase())
      const parts = Object.entries(userAgentTargets).filter(([name]) => names.includes(name))
      if (parts.length === 0) return null
      return JSON.stringify(Object.fromEntries(parts.map(([name, target]) => [target.key, look(text, name, target)])))
    },
  }
}

interface Matcher {
  readonly rule: Rule
  readonly pattern: RegExp
}

function matcherOf(rule: Rule): Matcher {
  return { rule, pattern: new RegExp(rule.regex, rule.regex_flag ?? '') }
}

function lookFor(text: string, matchers: readonly Matcher[], { fields }: Target): Json {
  for (const { rule, pattern } of matchers) {
    const groups = pattern.exec(text)
    if (groups) return Object.fromEntries(fields.map((field) => [field.key, fieldOf(field, rule, groups)]))
  }
  return Object.fromEntries(fields.map(({ key }) => [key, key === 'Family' ? 'Other' : '']))
}

function fieldOf({ replacement, group }: Field, rule: Rule, groups: RegExpExecArray): string {
  const template = rule[replacement]
  if (template === undefined) return group === 0 ? '' : (groups[group] ?? '')
  return String(template)
    .replace(/\$(\d)/g, (_hole, digit: string) => groups[Number(digit)] ?? '')
    .trim()
}
