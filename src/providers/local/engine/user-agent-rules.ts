import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parse } from 'yaml'
import type { UserAgentRules } from '../../../compile/udfs/user-agent.ts'

let rules: UserAgentRules | undefined

/** The rules of uap-core, read once: several thousand patterns, and a tenth of a second. */
export function userAgentRules(): UserAgentRules {
  const file = createRequire(import.meta.url).resolve('uap-core/regexes.yaml')
  rules ??= parse(readFileSync(file, 'utf8')) as UserAgentRules
  return rules
}
