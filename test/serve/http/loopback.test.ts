import { describe, expect, it } from 'vitest'
import { isLoopback, isLoopbackHost } from '../../../src/serve/http/loopback.ts'

describe('this machine', () => {
  it.each(['localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]'])('is reached alone under %s', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each(['0.0.0.0', '::', '192.168.1.2', 'localhost.evil.example', '127.0.0.1.evil.example', ''])(
    'is not under %s',
    (host) => {
      expect(isLoopback(host)).toBe(false)
    },
  )

  it('is known by a Host header with and without a port', () => {
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
})
