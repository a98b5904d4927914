import { describe, expect, it } from 'vitest'
import { isLoopback } from '../../src/providers/loopback.ts'

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
})
