import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { UserAgentRules } from '../../../compile/udfs/user-agent.ts'

let rules: UserAgentRules | undefined

/** The rules of uap-core, read once: several thousand patterns, and a tenth of a second. */
export function userAgentRules(): UserAgentRules {
  if (rules) return rules
  const require = createRequire(import.meta.url)
  // Loaded here: of all queries few ask for it.
  const { parse } = require('yaml') as typeof import('yaml')
  rules = parse(readFileSync(require.resolve('uap-core/regexes.yaml'), 'utf8')) as UserAgentRules
  return rules
}
