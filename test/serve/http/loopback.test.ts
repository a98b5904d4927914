import { expect, it } from 'vitest'
import { isLoopbackHost } from '../../../src/serve/http/loopback.ts'

it('this machine is known by a Host header with and without a port', () => {
  expect(['localhost:8765', 'LOCALHOST', '127.0.0.1:1', '[::1]:8765'].map(isLoopbackHost)).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect([undefined, '', 'evil.example:8765', 'localhost:8765@evil', '127.0.0.1:x'].map(isLoopbackHost)).toEqual(
    Array(5).fill(false),
  )
})
