import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { languageService } from '../../src/kql/language-service.ts'

test('importing the facade does not load the language service', () => {
  const facade = new URL('../../src/kql/bind-kql.ts', import.meta.url)
  const script = `await import(${JSON.stringify(facade.href)}); console.log(typeof globalThis.Kusto)`
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
  })
  expect(output.trim()).toBe('undefined')
})

test('the built-in functions are known by name', () => {
  const { functions, aggregates, plugIns } = languageService().builtIns
  expect(functions).toEqual(expect.arrayContaining(['strcat', 'row_window_session', 'ipv4_is_private']))
  expect(aggregates).toEqual(expect.arrayContaining(['arg_max', 'dcount']))
  expect(plugIns).toContain('bag_unpack')
})

test('it is loaded once', () => {
  expect(languageService()).toBe(languageService())
})
