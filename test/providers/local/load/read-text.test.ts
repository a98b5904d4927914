import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { readHead, readText } from '../../../../src/providers/local/load/read-text.ts'
import { makeFolder } from '../../../support/load-fixture.ts'

const folders: { remove(): void }[] = []
const { signal } = new AbortController()

afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove()
})

function fileOf(content: string | Uint8Array): string {
  const folder = makeFolder({ file: content })
  folders.push(folder)
  return join(folder.path, 'file')
}

async function whole(path: string) {
  let text = ''
  const end = await readText(path, (await readHead(path)).form, signal, (piece) => {
    text += piece
  })
  return { text, ...end }
}

describe('a text', () => {
  it.each([
    ['utf-8', Buffer.from('Ünï 😀')],
    ['utf-8', Buffer.from('\ufeffÜnï 😀')],
    ['utf-16le', Buffer.from('\ufeffÜnï 😀', 'utf16le')],
    ['utf-16le', Buffer.from('plain text', 'utf16le')],
    ['utf-16be', Buffer.from('\ufeffÜnï 😀', 'utf16le').swap16()],
    ['windows-1252', Buffer.from([0xdc, 0x6e, 0xef])],
  ])('in %s is known for it, packed or not', async (encoding, bytes) => {
    const expected = bytes.length === 3 ? 'Ünï' : bytes.length === 20 ? 'plain text' : 'Ünï 😀'
    for (const content of [bytes, gzipSync(bytes)]) {
      const path = fileOf(content)
      expect((await readHead(path)).form.encoding).toBe(encoding)
      expect(await readHead(path)).toMatchObject({ text: expected, whole: true })
      expect(await whole(path)).toEqual({ text: expected, replaced: 0 })
    }
  })

  it('says how many characters are none, and leaves those out of the count that are written as such', async () => {
    const bytes = Buffer.concat([Buffer.from('éüö\ufffd'), Buffer.from([0xff, 0x41, 0xfe])])
    expect(await whole(fileOf(bytes))).toEqual({ text: 'éüö\ufffd\ufffdA\ufffd', replaced: 2 })
  })

  it('that is cut off within its packing gives what it holds and says so', async () => {
    const packed = gzipSync('0123456789'.repeat(100_000).replace(/0/g, () => String(Math.random())))
    const { text, damage } = await whole(fileOf(packed.subarray(0, packed.length - 100)))
    expect(text.length).toBeGreaterThan(100_000)
    expect(damage).toMatch(/unexpected end of file/)
  })

  it('in several packed pieces is read through', async () => {
    const path = fileOf(Buffer.concat([gzipSync('one '), gzipSync('two')]))
    expect((await whole(path)).text).toBe('one two')
  })

  it('stops at an aborted signal', async () => {
    const path = fileOf('x'.repeat(5_000_000))
    const controller = new AbortController()
    const reading = readText(path, (await readHead(path)).form, controller.signal, () => controller.abort())
    await expect(reading).rejects.toThrow(/abort/i)
  })
})
