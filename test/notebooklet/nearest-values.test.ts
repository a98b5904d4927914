import { describe, expect, it } from 'vitest'
import { nearestValues } from '../../src/notebooklet/nearest-values.ts'

describe('nearest values', () => {
  const known = [
    'adelev@m365x816222.onmicrosoft.com',
    'johns@contoso.com',
    'CONTOSO\\svc-backup',
    'web01.corp.contoso.com',
  ]
  it.each([
    ['a letter left out of a user name', 'adelv', ['adelev@m365x816222.onmicrosoft.com']],
    ['the right user name with a wrong domain', 'johns@fabrikam.com', ['johns@contoso.com']],
    ['a name without its domain', 'svc-bakcup', ['CONTOSO\\svc-backup']],
    ['a short host name', 'web02', ['web01.corp.contoso.com']],
    ['two letters swapped in a short name', 'web10', ['web01.corp.contoso.com']],
    ['a whole name with a slip', 'jons@contoso.com', ['johns@contoso.com']],
    ['what nothing is like', 'zzzz', []],
    ['nothing', '', []],
  ])('offers for %s what is meant', (_, asked, near) => {
    expect(nearestValues(asked, known)).toEqual(near)
  })

  it('offers the nearest first, three at most, each once', () => {
    expect(nearestValues('web01', ['web11', 'web012', 'web02', 'web03', 'WEB01', 'WEB01'])).toEqual([
      'WEB01',
      'web012',
      'web11',
    ])
  })
})
