import { type Diagnostic, HuntletError, KqlError, type Span } from '../../lib/diagnostic.ts'
import { faultCodes, ServiceFault } from './wire.ts'

/** The question as it was written and as it was sent. */
export interface SentText {
  /** The user's own. */
  readonly kql: string
  readonly sent: string
  toOwn(span: Span): Span
}

/** What a user sees of a fault: the service's own words, and the next step. Any other error is as it was. */
export function errorOf(fault: unknown, text: SentText | undefined, because?: string): unknown {
  if (fault instanceof KqlError) return text ? kqlErrorOf(fault, text) : fault
  if (!(fault instanceof ServiceFault)) return fault
  const hint = [fault.hint ?? hints[fault.kind], because && `It is asked as one question: ${because}.`].filter(Boolean)
  return new HuntletError(faultCodes[fault.kind], fault.message, {
    ...(hint.length > 0 && { hint: hint.join(' ') }),
    ...(fault.diagnostics.length > 0 && { diagnostics: fault.diagnostics.map((each) => ownPlace(each, text)) }),
    cause: fault,
  })
}

/** Faults that are of the workspace or the way to it, whatever was asked. */
const ofWorkspace: ReadonlySet<string> = new Set(
  (['throttled', 'unavailable', 'bad-answer', 'not-logged-in', 'forbidden', 'not-found'] as const).map(
    (kind) => faultCodes[kind],
  ),
)

/** The error, saying of which workspace it is, where that is not clear from the question: the default need not have been named. */
export function naming(name: string, error: unknown): unknown {
  if (!(error instanceof HuntletError) || error instanceof KqlError || !ofWorkspace.has(error.code)) return error
  if (error.message.includes(name.replace(/^\w+:/, ''))) return error
  return new HuntletError(error.code, `${name}: ${error.message}`, {
    ...(error.hint !== undefined && { hint: error.hint }),
    diagnostics: error.diagnostics,
    cause: error.cause,
  })
}

const smaller = 'Ask for a shorter time range (--last 1d), filter and summarize earlier, or ask for fewer columns.'

const hints: { readonly [kind in ServiceFault['kind']]?: string } = {
  throttled: 'The service takes no more questions of this identity for now: ask again in some minutes.',
  unavailable: 'It was asked again and again: see whether the service and the network are well.',
  'timed-out': smaller,
  'too-large': smaller,
  'bad-answer': 'Ask again; if it stays so, see what stands between here and the service: a proxy may answer for it.',
}

function kqlErrorOf(error: KqlError, text: SentText): KqlError {
  return new KqlError(error.code, error.message, {
    ...(error.hint !== undefined && { hint: error.hint }),
    diagnostics: error.diagnostics.map((each) => ownPlace(each, text)),
    cause: error,
  })
}

/** A place in the text that was sent, in the user's own. */
function ownPlace(diagnostic: Diagnostic, text: SentText | undefined): Diagnostic {
  if (!text || (diagnostic.source && diagnostic.source.text !== text.sent)) return diagnostic
  return { ...diagnostic, span: text.toOwn(diagnostic.span), source: { name: 'query', text: text.kql } }
}
