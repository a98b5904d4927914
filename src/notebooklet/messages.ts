import type { Diagnostic, Severity, Source, Span } from '../lib/diagnostic.ts'

/** What can be wrong with a notebooklet: code → parameters → text. A released code is never reused. */
const messages = {
  NBL001: (p: { kind: string; name: string; where: string }) =>
    `${p.where} names the ${p.kind} \`${p.name}\`, which there is not.`,
  NBL002: (p: { where: string; problem: string }) => `${p.where}: ${p.problem}`,
  NBL003: (p: { id: string; first: string }) => `\`${p.id}\` is defined a second time; the first is ${p.first}.`,
  NBL004: (p: { column: string; where: string; columns: string }) =>
    `${p.where} names the column \`${p.column}\`, which is not in its table. The table has ${p.columns}.`,
  NBL005: (p: { id: string; file: string }) => `The id is \`${p.id}\`, but the file stands at \`${p.file}\`.`,
  NBL006: (p: { name: string; kind: string }) => `${p.kind} \`${p.name}\` is declared but never used.`,
  NBL007: (p: { problem: string }) => `The notebooklet’s code can't be loaded: ${p.problem}`,
  NBL008: (p: { file: string; problem: string }) => `\`${p.file}\` can't be read: ${p.problem}`,
  NBL009: (p: { where: string; type: string; expected: string }) =>
    `${p.where} is drawn as ${p.expected}, but the column is of type ${p.type}.`,
}

export function notebookletDiagnostic<Code extends keyof typeof messages>(
  code: Code,
  parameters: Parameters<(typeof messages)[Code]>[0],
  at: { readonly source: Source; readonly span: Span; readonly hint?: string; readonly severity?: Severity },
): Diagnostic {
  const text = messages[code] as (parameters: unknown) => string
  const { source, span, hint, severity = 'error' } = at
  return { code, severity, message: text(parameters), span, source, ...(hint !== undefined && { hint }) }
}
