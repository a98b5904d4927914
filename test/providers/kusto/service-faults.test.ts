import { describe, expect, it } from 'vitest'
import { KqlError } from '../../../src/lib/diagnostic.ts'
import type { Json } from '../../../src/lib/table.ts'
import { oneApiError } from '../../../src/providers/kusto/frames/one-api-error.ts'
import { spanAt } from '../../../src/providers/kusto/placed-error.ts'
import { RequestFailure } from '../../../src/providers/kusto/request-failure.ts'
import {
  type FaultContext,
  faultOfError,
  faultOfFailure,
  shortfallOf,
} from '../../../src/providers/kusto/service-faults.ts'

const context: FaultContext = {
  cluster: 'https://help.kusto.windows.net',
  database: 'Samples',
  kql: 'T | where x = 1',
  hasToken: true,
  isLoopback: false,
  now: 0,
}

const made = (code: string, message: string, type = '') =>
  oneApiError({
    error: { code, message: 'Request is invalid and cannot be executed.', '@message': message, '@type': type },
  })!

describe('errors of Kusto', () => {
  it.each([
    ['too-large', made('LimitsExceeded', 'Query execution has exceeded the allowed limits (80DA0003): …')],
    [
      'too-large',
      made(
        'LowMemoryCondition',
        'Query execution lacks memory resources to complete (80DA0007): Partial query failure: Low memory condition (E_LOW_MEMORY_CONDITION)',
      ),
    ],
    ['timed-out', made('Timeout', 'Request timed out.', 'Kusto.Data.Exceptions.KustoServiceTimeoutException')],
    ['throttled', made('TooManyRequests', 'The request was aborted due to throttling.')],
    ['not-found', made('BadRequest_EntityNotFound', "Entity ID 'x' of kind 'Database' was not found.")],
    ['not-found', made('BadRequest_DatabaseNotExist', "Database 'x' is not found")],
    ['forbidden', made('Forbidden', "Principal 'aaduser=…' is not authorized to read database 'Samples'.")],
    ['unavailable', made('Internal service error', 'An unexpected error occurred.')],
    ['refused', made('General_BadRequest', 'This cannot be asked.')],
  ] as const)('are told as what they are: %s', (kind, error) => {
    expect(faultOfError(error, context)).toMatchObject({ name: 'ServiceFault', kind, message: error.message })
  })

  it('that are of the text have their place in it, as Kusto writes it', () => {
    const message =
      "Request is invalid and cannot be processed: Syntax error: SYN0002: A recognition error occurred. [line:position=1:12]. Query: 'T | where x = 1'"
    const fault = faultOfError(made('General_BadRequest', message), context) as KqlError
    expect(fault).toBeInstanceOf(KqlError)
    expect(fault.diagnostics).toEqual([
      { code: 'SYN0002', severity: 'error', message: 'A recognition error occurred.', span: { start: 12, end: 13 } },
    ])
  })

  it('that have no place are of the whole text', () => {
    const message = "Semantic error: SEM0100: 'where' operator: Failed to resolve column or scalar expression named 'x'"
    const fault = faultOfError(made('General_BadRequest', message), context) as KqlError
    expect(fault.diagnostics[0]).toMatchObject({
      code: 'SEM0100',
      message: "'where' operator: Failed to resolve column or scalar expression named 'x'",
      span: { start: 0, end: 15 },
    })
  })

  it('say which limit cut an answer', () => {
    const cut = (limit: string) =>
      shortfallOf(
        made(
          'LimitsExceeded',
          `exceed the set limit of ${limit}, so not all records were returned (E_QUERY_RESULT_SET_TOO_LARGE, 0x80DA0003)`,
        ),
      ).kind
    expect([cut('500000 records'), cut('67108864 bytes'), cut('64 MB')]).toEqual(['rows', 'bytes', 'bytes'])
    expect(shortfallOf(made('Timeout', 'Request timed out.')).kind).toBe('time')
    expect(shortfallOf(made('x', 'A node failed.'))).toEqual({ kind: 'other', message: 'A node failed.' })
  })

  it('are no errors where they are something else', () => {
    const others: Json[] = [null, 5, [], {}, { error: {} }, { error: null }]
    expect(others.map(oneApiError)).toEqual(others.map(() => undefined))
  })
})

describe('a place in a text', () => {
  const text = 'T\n| where Acount == "a b"\n| take 5'

  it.each([
    [1, 0, 'T'],
    [2, 8, 'Acount'],
    [2, 18, '"a b"'],
    [3, 2, 'take'],
    [3, 1, ' '],
    [3, 99, ''],
    [9, 0, ''],
  ])('line %i, position %i is `%s`', (line, position, word) => {
    const { start, end } = spanAt(text, line, position)
    expect(text.slice(start, end)).toBe(word)
  })
})

describe('a cluster without an answer', () => {
  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'refused', 'is signed by nobody this machine trusts', 'NODE_EXTRA_CA_CERTS'],
    ['ENOTFOUND', 'unavailable', 'No address is known for `help.kusto.windows.net`', 'DNS'],
    ['ECONNREFUSED', 'unavailable', 'refuses the connection', 'Check that the server is running'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'refused', 'The certificate is of another server', 'Check the name'],
  ])('says why, and whether asking again would help: %s', (code, kind, message, hint) => {
    expect(faultOfFailure(new RequestFailure('', { code }), context)).toMatchObject({
      name: 'ServiceFault',
      kind,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    })
  })
})
