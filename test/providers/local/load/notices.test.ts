import { expect, it } from 'vitest'
import { collectNotices } from '../../../../src/providers/local/load/notices.ts'

it('what is beyond the first of a kind is counted, and as grave as they are', () => {
  const notices = collectNotices()
  for (let at = 0; at < 23; at++) {
    notices.add({ kind: 'damaged files', severity: 'warning', message: 'It is cut off.', file: `${at}.gz` })
  }
  const all = notices.all()
  expect(all).toHaveLength(21)
  expect(all.at(-1)).toEqual({ severity: 'warning', message: '3 more of the same: damaged files' })
})

it('the same words about many files are told once, where they are of many; other words are told besides', () => {
  const notices = collectNotices()
  const add = (message: string, file: string) =>
    notices.add({ kind: 'records reshaped', isOfMany: true, severity: 'notice', message, file })
  add('Holds a.', '1')
  add('Holds b.', '2')
  add('Holds a.', '3')
  add('Holds a.', '4')
  expect(notices.all()).toEqual([
    { severity: 'notice', message: 'Holds a.', file: '1 and 2 more' },
    { severity: 'notice', message: 'Holds b.', file: '2' },
  ])
})
