import type { Diagnostic, Severity, Span } from '../lib/diagnostic.ts'
import type { KqlType } from '../lib/kql-type.ts'

interface Text {
  readonly message: string
  readonly hint?: string
}

/** What is wrong in words, and what to do. */
interface Problem {
  readonly what: string
  readonly hint?: string | undefined
}

interface Unknown {
  readonly name: string
  readonly suggestion: string | undefined
  readonly hint?: string | undefined
}

/** ` Did you mean `Account`?` or nothing. */
function suggest(name: string | undefined): string {
  return name === undefined ? '' : ` Did you mean \`${name}\`?`
}

function text(message: string, hint?: string): Text {
  return hint === undefined ? { message } : { message, hint }
}

/**
 * Everything the facade says: code → parameters → text. KQL0xx: the query is wrong. KQL1xx: it may be right, but huntlet
 * refuses it. KQL2xx: it runs, with something to know. A released code keeps its meaning.
 */
const texts = {
  /** Syntax. */
  KQL001: (at: Problem) => text(at.what, at.hint),
  KQL002: (at: Unknown & { readonly table: string | undefined }) =>
    text(`Unknown column \`${at.name}\`${at.table ? ` in ${at.table}` : ''}.${suggest(at.suggestion)}`, at.hint),
  KQL003: (at: Unknown) =>
    text(
      `Unknown table \`${at.name}\`.${suggest(at.suggestion)}`,
      at.hint ?? (at.suggestion ? undefined : 'Neither the workspace nor the known schemas have a table of this name.'),
    ),
  KQL004: (at: Unknown & { readonly kind: string }) =>
    text(`Unknown ${at.kind} \`${at.name}\`.${suggest(at.suggestion)}`, at.hint),
  /** Number and names of arguments. */
  KQL005: (at: Problem) => text(at.what, at.hint),
  /** Types. */
  KQL006: (at: Problem) => text(at.what, at.hint),
  KQL007: (at: { readonly type: KqlType; readonly text: string }) =>
    text(`\`${at.text}\` is not a value of type ${at.type}.`),
  KQL008: (at: { readonly name: string }) => text(`The name \`${at.name}\` is given twice.`),
  /** Constants. */
  KQL009: (at: Problem) => text(at.what, at.hint),
  KQL010: (at: { readonly name: string }) =>
    text(
      `The aggregate \`${at.name}\` can't stand here.`,
      'Aggregates stand in `summarize`, `make-series` and `top-nested`.',
    ),
  /** Conditions of joins. */
  KQL011: (at: Problem) => text(at.what, at.hint),
  /** Operators in the wrong place. */
  KQL012: (at: Problem) => text(at.what, at.hint),
  KQL013: (_: object) => text('The query is empty.', 'Begin with the name of a table, or with `print`.'),
  /** Functions stored in the workspace. */
  KQL014: (at: Problem) => text(at.what, at.hint),
  KQL015: (at: Unknown) => text(`Unknown watchlist \`${at.name}\`.${suggest(at.suggestion)}`, at.hint),
  /** What the binder says and huntlet has no words of its own for. */
  KQL019: (at: { readonly binder: string }) => text(at.binder),

  KQL100: (at: { readonly operator: string; readonly hint: string }) =>
    text(`The operator \`${at.operator}\` is not supported.`, at.hint),
  KQL101: (at: { readonly name: string; readonly hint: string }) =>
    text(`The function \`${at.name}\` is not supported.`, at.hint),
  /** Any other construct. */
  KQL102: (at: Problem) => text(`${at.what} is not supported.`, at.hint),
  /** What the binder gives back is not what huntlet expects of it. */
  KQL103: (at: { readonly what: string }) =>
    text(`What the binder says of ${at.what} is not understood.`, 'Write this step another way.'),

  KQL201: (at: { readonly name: string }) => text(`There is no table \`${at.name}\`: the union goes without it.`),
  KQL202: (at: { readonly name: string }) =>
    text(`\`set ${at.name}\` is not carried out here: it may change which rows come out.`),
  /** What the documentation of a plug-in leaves open. */
  KQL210: (at: { readonly name: string; readonly reading: string }) => text(`\`${at.name}\`: ${at.reading}`),
} satisfies Record<string, (at: never) => Text>

export type KqlCode = keyof typeof texts

export type KqlParameters<Code extends KqlCode> = Parameters<(typeof texts)[Code]>[0]

function severityOf(code: KqlCode): Severity {
  return code.startsWith('KQL2') ? 'warning' : 'error'
}

/** A message of the table at its place. */
export function diagnostic<Code extends KqlCode>(code: Code, span: Span, parameters: KqlParameters<Code>): Diagnostic {
  const said = (texts[code] as (at: typeof parameters) => Text)(parameters)
  return placed({ code, severity: severityOf(code), span, ...said })
}

/** A diagnostic whose span is in another text says so itself. */
export function placed(diagnostic: Diagnostic): Diagnostic {
  const { source, start, end } = diagnostic.span
  return source ? { ...diagnostic, span: { start, end }, source } : diagnostic
}

/** Whether a diagnostic says that huntlet refuses a construct, rather than that the query is wrong. */
export function isUnsupported(code: string): boolean {
  return /^KQL1\d\d$/.test(code)
}

/** Every code there is. */
export const kqlCodes = Object.keys(texts) as readonly KqlCode[]
