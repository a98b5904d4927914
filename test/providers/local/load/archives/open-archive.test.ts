import { readdirSync } from 'node:fs'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Engine } from '../../../../../src/providers/local/engine/engine.ts'
import { tarOf, zipOf } from '../../../../support/archive-bytes.ts'
import { makeFolder, withLoaded } from '../../../../support/load-fixture.ts'

const line = (n: number) => `${JSON.stringify({ TimeGenerated: '2024-01-01T00:00:00Z', EventID: n, Account: 'a' })}\n`
const csv = 'TimeGenerated,EventID,Account\n2024-01-01T00:00:00Z,7,b\n'
const large = Array.from({ length: 6000 }, (_, n) => line(n)).join('')

describe('an archive is read as a folder would be', () => {
  const members = { 'x/SecurityEvent.jsonl': line(1) + line(2), 'SecurityEvent/a.csv': csv, 'README.md': '# no log' }

  it.each([
    ['zip', 'logs.zip', async () => zipOf(members)],
    ['tar', 'logs.tar', () => tarOf(members)],
    ['tar.gz', 'logs.tgz', async () => gzipSync(await tarOf(members))],
    ['tar.zst', 'logs.tar.zst', async () => zstdCompressSync(await tarOf(members))],
    ['zip by any name', 'logs.bin', async () => zipOf(members)],
    ['zip, gzipped', 'logs.zip.gz', async () => gzipSync(zipOf(members))],
  ])('a %s', async (_, name, make) => {
    await withLoaded({ [name]: await make() }, async ({ tables, rows, messages, table }) => {
      expect(tables.map((each) => each.name)).toEqual(['SecurityEvent'])
      expect((await rows('SecurityEvent', 'EventID')).flat().sort()).toEqual([1, 2, 7])
      expect(table('SecurityEvent').sources.map((each) => each.split('/').slice(-2).join('/').split('!')[1])).toEqual([
        'x/SecurityEvent.jsonl',
        'SecurityEvent/a.csv',
      ])
      expect(messages()).toContain(
        `notice ${name} A ${name.includes('t') && !/zip|bin/.test(name) ? 'tar' : 'zip'} archive: 2 files of logs.`,
      )
    })
  })

  it('whose name may say the table, when the members have none', async () => {
    await withLoaded({ 'SecurityEvent.zip': zipOf({ 'export 1.csv': csv }) }, ({ tables }) => {
      expect(tables.map((each) => each.name)).toEqual(['SecurityEvent'])
    })
  })

  it('with archives and packed files in it', async () => {
    const inner = zipOf({
      'SecurityEvent.jsonl.gz': gzipSync(line(1)),
      'SecurityEvent.csv.zst': zstdCompressSync(Buffer.from(csv)),
    })
    const content = await tarOf({ 'a/inner.zip': inner, 'SecurityEvent.jsonl': line(3) })
    await withLoaded({ 'outer.tar.gz': gzipSync(content) }, async ({ rows, table }) => {
      expect((await rows('SecurityEvent', 'EventID')).flat().sort()).toEqual([1, 3, 7])
      expect(
        table('SecurityEvent')
          .sources.map((each) => each.split('/outer.')[1])
          .sort(),
      ).toEqual([
        'tar.gz!SecurityEvent.jsonl',
        'tar.gz!a/inner.zip!SecurityEvent.csv.zst',
        'tar.gz!a/inner.zip!SecurityEvent.jsonl.gz',
      ])
    })
  })

  it('with large members, in memory where nothing may be written', async () => {
    await withLoaded({ 'logs.zip': zipOf({ 'SecurityEvent.jsonl': large, 'SecurityEvent.csv': csv }) }, ({ table }) => {
      expect(table('SecurityEvent').rowCount).toBe(6001)
    })
  })

  it.each([false, true])('with large members on disk, gone afterwards: cancelled %s', async (isCancelled) => {
    const disk = makeFolder({})
    const unpacked = () =>
      readdirSync(disk.path, { recursive: true, encoding: 'utf8' }).filter((name) => /unpacked-/.test(name))
    const folder = makeFolder({ 'logs.zip': zipOf({ 'a.jsonl': large, 'b.jsonl': large, 'c.jsonl': large }) })
    const controller = new AbortController()
    const seen: string[] = []
    const opening = Engine.open(
      { kind: 'files', paths: [folder.path] },
      {
        signal: controller.signal,
        disk: { folder: disk.path },
        onProgress: () => {
          seen.push(...unpacked())
          if (isCancelled && seen.length > 0) controller.abort()
        },
      },
    )
    if (isCancelled) await expect(opening).rejects.toThrow()
    else {
      const engine = await opening
      expect(engine.tables.map((table) => table.rowCount)).toEqual([6000, 6000, 6000])
      engine.close()
    }
    expect(seen).not.toEqual([])
    expect(unpacked()).toEqual([])
    folder.remove()
    disk.remove()
  })
})

describe('of an archive that cannot be read whole, the rest is read', () => {
  it('where members are protected by a password', async () => {
    const files = { 'logs.zip': zipOf({ 'a.csv': csv }, { flags: 1 }), 'SecurityEvent.csv': csv }
    await withLoaded(files, ({ table, messages }) => {
      expect(table('SecurityEvent').rowCount).toBe(1)
      expect(messages()).toContain(
        'warning logs.zip!a.csv Skipped. It is protected by a password. Unpack the archive with the password and give the files in it.',
      )
      expect(messages()).toContain('notice logs.zip A zip archive: 0 files of logs, 1 passed over.')
    })
  })

  it('where a way of compression is not known', async () => {
    await withLoaded({ 'logs.zip': zipOf({ 'a.csv': csv }, { method: 9 }) }, ({ messages }) => {
      expect(messages().join('\n')).toContain('logs.zip!a.csv Skipped. It is compressed by Deflate64')
    })
  })

  it('where a member is damaged', async () => {
    const zip = zipOf({ 'SecurityEvent.jsonl': large, 'SecurityEvent.csv': csv })
    // Within the data of the first member.
    zip.fill(0xff, 5000, 5100)
    await withLoaded({ 'logs.zip': zip }, async ({ messages, rows, losses }) => {
      expect((await rows('SecurityEvent', 'EventID')).flat()).toContain(7)
      expect(messages().join('\n')).toMatch(
        /warning logs\.zip!SecurityEvent\.jsonl The archive is damaged here \(.+\); what comes before that was read\./,
      )
      expect(losses).toContainEqual({
        file: expect.stringMatching(/logs\.zip!SecurityEvent\.jsonl$/),
        what: 'it is cut off or damaged',
      })
    })
  })

  it('where a tar breaks off', async () => {
    const tar = await tarOf({ 'SecurityEvent.csv': csv, 'SecurityEvent.jsonl': large })
    await withLoaded({ 'logs.tar': tar.subarray(0, 200_000) }, ({ table, messages }) => {
      expect(table('SecurityEvent').rowCount).toBeGreaterThan(1000)
      expect(messages().join('\n')).toContain('warning logs.tar The archive cannot be read to its end.')
    })
  })

  it('where it is no archive but for its first bytes', async () => {
    await withLoaded({ 'a.zip': `PK\x03\x04${'x'.repeat(500)}`, 'SecurityEvent.csv': csv }, ({ messages }) => {
      expect(messages().join('\n')).toMatch(/warning a\.zip Skipped: the archive cannot be opened\. .+Get a fresh copy/)
    })
  })

  it('where it swells to more than logs do', async () => {
    const bomb = zipOf({ 'a.csv': csv, 'b.csv': Buffer.alloc(120 * 2 ** 20) })
    await withLoaded({ 'bomb.zip': bomb }, ({ messages, tables }) => {
      expect(tables.map((each) => each.name)).toEqual(['a'])
      expect(messages().join('\n')).toContain('It holds far more than an archive of logs does')
    })
  })

  it('where archives are nested without end', async () => {
    let zip = zipOf({ 'SecurityEvent.csv': csv })
    for (let depth = 0; depth < 6; depth++) zip = zipOf({ 'inner.zip': zip })
    await withLoaded({ 'logs.zip': zip }, ({ tables, messages }) => {
      expect(tables).toEqual([])
      expect(messages().join('\n')).toContain('Skipped: an archive within 4 others. Unpack the outer ones and give it.')
    })
  })
})

describe('a file packed by Zstandard', () => {
  it.each([
    ['JSON lines', 'SecurityEvent.jsonl.zst', large],
    [
      'records that are reshaped',
      'log.zst',
      JSON.stringify({
        Records: large
          .trim()
          .split('\n')
          .map((each) => JSON.parse(each)),
      }),
    ],
    [
      'CSV',
      'SecurityEvent.csv.zst',
      `${csv}${csv.split('\n')[1]}\n`.repeat(1) + `2024-01-01T00:00:00Z,7,b\n`.repeat(5998),
    ],
  ])('is read whole: %s', async (_, name, text) => {
    await withLoaded({ [name]: zstdCompressSync(Buffer.from(text)) }, ({ tables }) => {
      expect(tables.map((each) => each.rowCount)).toEqual([6000])
    })
  })

  it('in several frames', async () => {
    const frames = [line(1), line(2), line(3)].map((each) => zstdCompressSync(Buffer.from(each)))
    await withLoaded({ 'SecurityEvent.jsonl.zst': Buffer.concat(frames) }, async ({ rows }) => {
      expect((await rows('SecurityEvent', 'EventID')).flat()).toEqual([1, 2, 3])
    })
  })

  it('is read as far as it goes when cut off', async () => {
    const noise = Array.from({ length: 8000 }, (_, n) => JSON.stringify({ n, noise: Math.sin(n) })).join('\n')
    const packed = zstdCompressSync(Buffer.from(noise))
    await withLoaded({ 'T.jsonl.zst': packed.subarray(0, packed.length >> 1) }, ({ table, messages }) => {
      expect(table('T').rowCount).toBeGreaterThan(1000)
      expect(messages().join('\n')).toMatch(/The zstd data is cut off or damaged/)
    })
  })
})
