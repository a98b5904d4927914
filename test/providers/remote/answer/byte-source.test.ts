import { describe, expect, it } from 'vitest'
import { ByteSource } from '../../../../src/providers/remote/answer/byte-source.ts'
import { JsonBody } from '../../../../src/providers/remote/answer/json-body.ts'

/** Bytes without an end, and how many were taken of them. */
function endless(beginning: string, byte: string) {
  const taken = { bytes: 0, isEnded: false }
  async function* chunks() {
    try {
      for (let text = beginning; ; text = byte.repeat(1000)) {
        taken.bytes += text.length
        yield Buffer.from(text)
      }
    } finally {
      taken.isEnded = true
    }
  }
  return { chunks: chunks(), taken }
}

describe('the bytes of a body that has no end', () => {
  it('are taken no further than a body may be long', async () => {
    const { chunks, taken } = endless('', ' ')
    const source = new ByteSource(chunks, 50_000)
    await expect(new JsonBody(source, 'a service').next()).rejects.toMatchObject({ kind: 'too-large' })
    expect(taken).toEqual({ bytes: 51_000, isEnded: true })
  })

  it('are not held beyond what one value may be, read or passed over', async () => {
    for (const read of ['value', 'skip'] as const) {
      const { chunks, taken } = endless('"', 'x')
      const body = new JsonBody(new ByteSource(chunks, 1e9, 20_000), 'a service')
      await expect(body[read]()).rejects.toMatchObject({ kind: 'too-large' })
      expect(taken.isEnded).toBe(true)
      expect(taken.bytes).toBeLessThan(30_000)
    }
  })

  it('may be many where none of them is long', async () => {
    async function* chunks() {
      yield Buffer.from('[')
      for (let row = 0; row < 500; row++) yield Buffer.from(`"${'x'.repeat(100)}",`)
      yield Buffer.from('1]')
    }
    const body = new JsonBody(new ByteSource(chunks(), 1e6, 2000), 'a service')
    let count = 0
    await body.elements(async () => {
      await body.value()
      count++
    })
    expect(count).toBe(501)
  })
})
