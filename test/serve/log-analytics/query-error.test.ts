import { describe, expect, it } from 'vitest'
import { HuntletError, KqlError } from '../../../src/lib/diagnostic.ts'
import { queryRefusal } from '../../../src/serve/log-analytics/query-error.ts'

describe('what a workspace refuses', () => {
  it.each([
    ['QUERY_TIMEOUT', 504, 'GatewayTimeout'],
    ['RESULT_TOO_LARGE', 413, 'ResponseSizeTooLargeError'],
    ['THROTTLED', 429, 'ThrottledError'],
    ['NO_PERMISSION', 403, 'InsufficientAccessError'],
    ['UNKNOWN_WORKSPACE', 404, 'WorkspaceNotFoundError'],
    ['SERVICE_UNAVAILABLE', 502, 'BadGateway'],
    ['NOT_LOGGED_IN', 502, 'BadGateway'],
    ['WORKSPACE_CLOSED', 503, 'ServiceUnavailable'],
    ['OUT_OF_MEMORY', 500, 'EngineError'],
    ['BAD_TIMESPAN', 400, 'BadArgumentError'],
  ])('as %s is answered with %d', (code, status, name) => {
    const refusal = queryRefusal(new HuntletError(code, 'The words.', { hint: 'The next step.' }), 'T')
    expect(refusal).toMatchObject({ status, code: name })
    expect(JSON.stringify(refusal)).toContain('The words. The next step.')
  })

  it('that is a defect is none of it', () => {
    expect(queryRefusal(new TypeError('x'), 'T')).toBeUndefined()
  })

  const kqlError = (code: string, start: number, end: number, text: string) =>
    new KqlError('KQL_INVALID', 'wrong', {
      diagnostics: [
        { code, severity: 'error', message: 'It is wrong.', span: { start, end }, source: { name: 'query', text } },
      ],
    })

  it('has its place in the query, and none where the fault is in a stored function', () => {
    const kql = 'T\n| where x'
    expect(queryRefusal(kqlError('KQL003', 10, 11, kql), kql)!.innererror!.innererror).toEqual({
      code: 'SEM0100',
      message: 'It is wrong.',
      line: 2,
      pos: 8,
      token: 'x',
    })
    expect(queryRefusal(kqlError('KQL005', 0, 3, 'another text'), kql)!.innererror!.innererror).toEqual({
      code: 'SYN0002',
      message: 'It is wrong.',
    })
  })

  it('names no more of a long token than helps', () => {
    const kql = `T | where ${'x'.repeat(5000)}`
    expect(queryRefusal(kqlError('KQL003', 10, kql.length, kql), kql)!.innererror!.innererror!.token).toHaveLength(200)
  })
})
