import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { findFiles } from '../../../../src/providers/local/load/find-files.ts'
import { collectNotices } from '../../../../src/providers/local/load/notices.ts'
import { makeFolder } from '../../../support/load-fixture.ts'

const folders: { remove(): void }[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove()
})

function folderOf(...names: string[]): string {
  const folder = makeFolder(Object.fromEntries(names.map((name) => [name, 'x'])))
  folders.push(folder)
  return folder.path
}

describe('findFiles', () => {
  it('goes through folders in the order of names and passes over what is hidden or accompanies', () => {
    const root = folderOf(
      'b/2.csv',
      'a.jsonl',
      'b/1.json',
      '.git/x.csv',
      'node_modules/y.csv',
      'LICENSE',
      'run.ts',
      'b/NOTICE.csv',
    )
    const found = findFiles([root], {}, collectNotices()).map((file) => file.path.slice(root.length + 1))
    expect(found).toEqual(['a.jsonl', 'b/1.json', 'b/2.csv'])
  })

  it('says which texts it passed over as notes, but for those that are surely none of logs', () => {
    const root = folderOf('auth.txt', 'LICENSE.txt', 'notes.md', 'a.csv')
    const notices = collectNotices()
    findFiles([root], {}, notices)
    expect(notices.all().map(({ file, message }) => [file?.slice(root.length + 1), message])).toEqual([
      ['auth.txt', 'Passed over, as notes are. If it is a log: give the file itself as well, or call it .log.'],
    ])
    const named = collectNotices()
    expect(findFiles([root, join(root, 'auth.txt')], {}, named)).toHaveLength(2)
    expect(named.all()).toEqual([])
  })

  it('reads what is named whatever it is called, and once', () => {
    const root = folderOf('README.md', 'a.csv')
    const found = findFiles([join(root, 'README.md'), root, join(root, 'a.csv')], {}, collectNotices())
    expect(found.map((file) => [file.path.slice(root.length + 1), file.named])).toEqual([
      ['README.md', true],
      ['a.csv', true],
    ])
  })

  it('takes a table’s file, files or folder', () => {
    const root = folderOf('a.csv', 'b/1.csv', 'b/2.csv', 'c.csv')
    const tables = { A: join(root, 'a.csv'), B: join(root, 'b'), C: [join(root, 'c.csv')] }
    const found = findFiles([root], tables, collectNotices())
    expect(found.map((file) => [file.path.slice(root.length + 1), file.table])).toEqual([
      ['a.csv', 'A'],
      ['b/1.csv', 'B'],
      ['b/2.csv', 'B'],
      ['c.csv', 'C'],
    ])
  })

  it('follows links, but never in a circle, and tells of those that lead nowhere', () => {
    const root = folderOf('a/1.csv')
    symlinkSync(root, join(root, 'a/up'))
    symlinkSync(join(root, 'gone'), join(root, 'a/broken.csv'))
    symlinkSync(join(root, 'a/1.csv'), join(root, 'again.csv'))
    const notices = collectNotices()
    expect(findFiles([root], {}, notices).map((file) => file.path.slice(root.length + 1))).toEqual(['a/1.csv'])
    expect(notices.all()).toEqual([
      { severity: 'warning', message: 'It is gone, or a link that leads nowhere.', file: join(root, 'a/broken.csv') },
    ])
  })

  it('says what to do about a path that is not there', () => {
    expect(() => findFiles(['/no/such/\u001b[2Jplace'], {}, collectNotices())).toThrow(
      expect.objectContaining({
        code: 'NO_SUCH_PATH',
        message: 'There is no file or folder `/no/such/\\x1b[2Jplace`.',
      }),
    )
  })
})
