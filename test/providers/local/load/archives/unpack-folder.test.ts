import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Allowance } from '../../../../../src/providers/local/load/archives/members.ts'
import { openArchive } from '../../../../../src/providers/local/load/archives/open-archive.ts'
import { UnpackFolder } from '../../../../../src/providers/local/load/archives/unpack-folder.ts'
import { collectNotices } from '../../../../../src/providers/local/load/notices.ts'
import { zipOf } from '../../../../support/archive-bytes.ts'
import { makeFolder } from '../../../../support/load-fixture.ts'

it('holds no more in memory than it may where nothing may be written, and keeps what came before', async () => {
  const files = makeFolder({ 'logs.zip': zipOf({ 'a.csv': 'a'.repeat(60_000), 'b.csv': 'b'.repeat(60_000) }) })
  try {
    const notices = collectNotices()
    const taken: string[] = []
    const { signal } = new AbortController()
    await openArchive(
      { path: join(files.path, 'logs.zip'), bytes: 1000, named: true },
      { kind: 'archive', archive: 'zip' },
      'none',
      { folder: new UnpackFolder(undefined, 100_000), notices, signal, allowance: new Allowance(1000) },
      async ({ path }) => {
        taken.push(path.split('!')[1]!)
        return true
      },
    )
    expect(taken).toEqual(['a.csv'])
    expect(notices.all().map(({ message }) => message)).toContain(
      'The archive cannot be read to its end. It must be unpacked to disk, and nothing may be written there: unpack it yourself.',
    )
    expect(notices.losses()).toHaveLength(1)
  } finally {
    files.remove()
  }
})
