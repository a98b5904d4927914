import { expect, it } from 'vitest'
import type { Json } from '../../src/lib/table.ts'
import { wholeJson } from '../../src/report/whole-json.ts'

it.each([
  ['arrays', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['bags', `${'{"a":1,"b":[true,null],"c\\"":'.repeat(20_000)}"x"${'}'.repeat(20_000)}`],
  ['what is empty', `${'[{},[],'.repeat(20_000)}0${']'.repeat(20_000)}`],
])('writes %s of any depth as they were', (_, text) => {
  expect(wholeJson(JSON.parse(text) as Json) === text).toBe(true)
})
