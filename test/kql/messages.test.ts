import { expect, test } from 'vitest'
import { isUnsupported, kqlCodes } from '../../src/kql/messages.ts'
import { bind, casesOf, shown } from './bind.ts'

const cases = casesOf('diagnostics')

test('each mistake is shown at its place, in our words', async () => {
  const frames = cases.map(({ title, kql }) => `// ${title}\n${kql}\n\n${shown(kql)}\n`)
  await expect(frames.join('\n')).toMatchFileSnapshot('cases/diagnostics.frames')
})

test.each(cases)('$title', ({ title, kql }) => {
  const codes = bind(kql).diagnostics.map((each) => each.code)
  expect(codes).toContain(title.split(' ')[0])
})

test('every message has a case', () => {
  // No query is known that the binder answers in a way we don't expect.
  const unreachable = ['KQL103']
  const shownCodes = new Set(cases.flatMap(({ kql }) => bind(kql).diagnostics.map((each) => each.code)))
  expect(kqlCodes.filter((code) => !shownCodes.has(code))).toEqual(unreachable)
})

test('what is refused is told from what is wrong', () => {
  expect(kqlCodes.filter(isUnsupported)).toEqual(['KQL100', 'KQL101', 'KQL102', 'KQL103'])
})

test('no place has two messages', () => {
  for (const { kql } of cases) {
    const places = bind(kql).diagnostics.map(({ span }) => `${span.start} ${span.end}`)
    expect(places).toEqual([...new Set(places)])
  }
})
