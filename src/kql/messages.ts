import type { Diagnostic, Severity, Span } from '../lib/diagnostic.ts'
import type { KqlType } from '../lib/kql-type.ts'

interface Text {
  readonly message: string
  readonly hint?: string
}

/** ` Did you mean `Account`?` or nothing. */
function suggest(name: string | undefined): string {
  return name === undefined ? '' : ` Did you mean \`${name}\`?`
}

/**
 * Everything the facade says: code → parameters → text. KQL0xx: the query is wrong. KQL1xx: it may be right, but huntlet
 * refuses it. KQL2xx: it runs, with something to know. A released code keeps its meaning.
 */
const texts = {
  KQL001: (at: { readonly problem: string }) => ({ message: at.problem }),
  KQL002: (at: { readonly name: string; readonly table: string; readonly suggestion: string | undefined }) => ({
    message: `Unknown column \`${at.name}\`${at.table}.${suggest(at.suggestion)}`,
  }),
  KQL003: (at: { readonly name: string; readonly suggestion: string | undefined }) => ({
    message: `Unknown table \`${at.name}\`.${suggest(at.suggestion)}`,
    ...(at.suggestion === undefined && { hint: 'No table of this workspace or of the known schemas has this name.' }),
  }),
  KQL004: (at: { readonly kind: string; readonly name: string; readonly suggestion: string | undefined }) => ({
    message: `Unknown ${at.kind} \`${at.name}\`.${suggest(at.suggestion)}`,
  }),
  KQL005: (at: { readonly what: string }) => ({ message: at.what }),
  KQL006: (at: { readonly what: string }) => ({ message: at.what }),
  KQL007: (at: { readonly type: KqlType; readonly text: string; readonly why: string | undefined }) => ({
    message: `\`${at.text}\` is no ${at.type}.`,
    ...(at.why !== undefined && { hint: at.why }),
  }),
  KQL008: (at: { readonly name: string }) => ({ message: `The name \`${at.name}\` is given twice.` }),
  KQL009: (at: { readonly what: string; readonly hint?: string }) => ({
    message: at.what,
    ...(at.hint !== undefined && { hint: at.hint }),
  }),
  KQL010: (at: { readonly name: string }) => ({
    message: `The aggregate \`${at.name}\` can't be used here.`,
    hint: 'Aggregates stand in summarize, make-series and the like.',
  }),
  KQL019: (at: { readonly binder: string }) => ({ message: at.binder }),

  KQL100: (at: { readonly operator: string; readonly hint: string }) => ({
    message: `The operator \`${at.operator}\` is not supported.`,
    hint: at.hint,
  }),
  KQL101: (at: { readonly name: string; readonly hint: string }) => ({
    message: `The function \`${at.name}\` is not supported.`,
    hint: at.hint,
  }),
  KQL102: (at: { readonly what: string; readonly hint?: string }) => ({
    message: `${at.what} is not supported.`,
    ...(at.hint !== undefined && { hint: at.hint }),
  }),
  KQL103: (at: { readonly what: string }) => ({
    message: `The columns that come out of ${at.what} can't be told apart.`,
    hint: 'Give each expression its own name.',
  }),

  KQL200: (at: { readonly binder: string }) => ({ message: at.binder }),
  KQL201: (at: { readonly name: string }) => ({
    message: `No table \`${at.name}\`: this part of the union is left out.`,
  }),
} satisfies Record<string, (at: never) => Text>

export type KqlCode = keyof typeof texts

function severityOf(code: KqlCode): Severity {
  return code.startsWith('KQL2') ? 'warning' : 'error'
}

export function diagnostic<Code extends KqlCode>(
  code: Code,
  span: Span,
  parameters: Parameters<(typeof texts)[Code]>[0],
): Diagnostic {
  const text = (texts[code] as (at: typeof parameters) => Text)(parameters)
  return { code, severity: severityOf(code), span, ...text }
}

/** Whether a diagnostic says that huntlet refuses a construct, rather than that the query is wrong. */
export function isUnsupported(code: string): boolean {
  return /^KQL1\d\d$/.test(code)
}
