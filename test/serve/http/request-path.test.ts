import { describe, expect, it } from 'vitest'
import { requestPath } from '../../../src/serve/http/request-path.ts'

describe('the path of a request', () => {
  it('is decoded once, and parted from its query', () => {
    const found = requestPath('/v1/workspaces/a%20b/query?query=print%201&timespan=P1D')!
    expect(found.path).toBe('/v1/workspaces/a b/query')
    expect([...found.query]).toEqual([
      ['query', 'print 1'],
      ['timespan', 'P1D'],
    ])
    expect(requestPath('/v1/a%252e')!.path).toBe('/v1/a%2e')
  })

  it('may end in a slash', () => {
    expect([requestPath('/')!.path, requestPath('/v1/rest/query/')!.path]).toEqual(['/', '/v1/rest/query'])
  })

  it.each([
    ['dot segments', '/v1/../etc/passwd'],
    ['encoded dot segments', '/v1/%2e%2e/etc'],
    ['one dot', '/v1/./query'],
    ['an encoded slash', '/v1%2fworkspaces'],
    ['an encoded backslash', '/v1%5c..%5c'],
    ['a backslash', '/v1\\query'],
    ['a doubled slash', '/v1//subscriptions/x/query'],
    ['a slash doubled at the start', '//evil.example/v1'],
    ['NUL', '/v1/a%00b'],
    ['a line break', '/v1/a%0d%0ab'],
    ['a broken encoding', '/v1/%zz'],
    ['half an encoded character', '/v1/%c3'],
    ['another form than a path', 'http://evil.example/v1/query'],
    ['an asterisk', '*'],
    ['nothing', undefined],
  ])('is refused with %s', (_, target) => {
    expect(requestPath(target)).toBeUndefined()
  })
})
