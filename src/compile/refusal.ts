import type { Diagnostic, Span } from '../lib/diagnostic.ts'

/** Stops the compilation of one expression or operator; the compiler collects its diagnostic and goes on with the rest. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly diagnostic: Diagnostic

  constructor(span: Span, reason: string, hint?: string) {
    super(reason)
    this.diagnostic = {
      code: 'KQL150',
      severity: 'error',
      message: sentence(reason),
      span: { start: span.start, end: span.end },
      ...(span.source && { source: span.source }),
      ...(hint === undefined ? {} : { hint }),
    }
  }
}

/** Stops with a diagnostic at a place. */
export function refuse(span: Span, reason: string, hint?: string): never {
  throw new Refusal(span, reason, hint)
}

function sentence(reason: string): string {
  const text = reason.charAt(0).toUpperCase() + reason.slice(1)
  return /[.?!]$/.test(text) ? text : `${text}.`
}
