import { describe, expect, it } from 'vitest'
import { HuntletError, KqlError } from '../../../src/lib/diagnostic.ts'
import { fromFailure, toFailure } from '../../../src/providers/local/failure.ts'

const across = (error: unknown) => fromFailure(structuredClone(toFailure(error)))

describe('an error that crosses threads', () => {
  it('keeps its class, code, hint, diagnostics and cause', () => {
    const diagnostic = { code: 'KQL001', severity: 'error' as const, message: 'no', span: { start: 1, end: 2 } }
    const error = across(
      new KqlError('KQL_INVALID', 'no', { hint: 'do', diagnostics: [diagnostic], cause: new Error('deep') }),
    )
    expect(error).toBeInstanceOf(KqlError)
    expect(error).toMatchObject({
      code: 'KQL_INVALID',
      message: 'no',
      hint: 'do',
      diagnostics: [diagnostic],
      cause: 'deep',
    })
    expect(across(new HuntletError('X', 'y'))).not.toBeInstanceOf(KqlError)
  })

  it('says what the engine could not do, without its SQL', () => {
    const duckdb = new Error('Conversion Error: Could not convert\n\nLINE 1: SELECT secret')
    expect(across(duckdb)).toMatchObject({
      code: 'QUERY_FAILED',
      message: 'The engine could not answer: Conversion Error: Could not convert',
    })
  })

  it('names lack of memory, a broken engine and a query nested too deeply', () => {
    expect(across(new Error('Out of Memory Error: failed to allocate')).code).toBe('OUT_OF_MEMORY')
    expect(across(new Error('FATAL Error: database has been invalidated')).code).toBe('ENGINE_BROKEN')
    expect(across(new RangeError('Maximum call stack size exceeded')).code).toBe('QUERY_TOO_DEEP')
  })
})
