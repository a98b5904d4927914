import type { Diagnostic, Severity, Source, Span } from '../lib/diagnostic.ts'

/** What can be wrong with a YAML file of the project: code → parameters → text. A released code is never reused. */
const yamlMessages = {
  YAML001: (p: { problem: string }) => `Not valid YAML: ${p.problem}`,
  YAML002: (p: { key: string; where: string; known: string }) =>
    `Unknown key \`${p.key}\` in ${p.where}. Known here: ${p.known}.`,
  YAML003: (p: { key: string; where: string; expected: string }) =>
    `\`${p.key}\` is missing in ${p.where}: expected ${p.expected}.`,
  YAML004: (p: { where: string; found: string; expected: string }) =>
    `\`${p.where}\` is ${p.found}: expected ${p.expected}.`,
  YAML005: (p: { key: string; expected: string }) => `\`${p.key}\` is no name for this place: expected ${p.expected}.`,
  YAML006: (p: { where: string; problem: string }) => `\`${p.where}\`: ${p.problem}`,
}

/** What can be wrong with a query template. */
const queryMessages = {
  QRY001: (p: { problem: string }) => `The template can't be read: ${p.problem}`,
  QRY002: (p: { tag: string; reason: string }) => `\`${p.tag}\` is refused: ${p.reason}`,
  QRY003: (p: { name: string }) => `\`${p.name}\` is not declared under \`parameters\`.`,
  QRY004: (p: { name: string }) => `Parameter \`${p.name}\` is declared but never used.`,
  QRY005: (p: { name: string; problem: string }) => `Parameter \`${p.name}\`: ${p.problem}`,
  QRY006: (p: { tag: string; place: string }) => `\`${p.tag}\` stands inside ${p.place}.`,
  QRY007: (p: { tag: string; neighbour: string }) => `\`${p.tag}\` touches \`${p.neighbour}\`.`,
  QRY008: (p: { found: string }) => `\`query\` is ${p.found}: the lines of its KQL could not be told in an error.`,
  QRY009: (p: { table: string }) => `\`tables\` lists ${p.table}, which the query does not read.`,
  QRY010: (p: { table: string }) => `The query reads ${p.table}, which \`tables\` does not list.`,
  QRY011: (_: object) => 'This branch is reached by none of the parameters’ values.',
  QRY012: (p: { column: string; columns: string }) =>
    `\`entities\` names ${p.column}, which the query does not yield. It yields ${p.columns}.`,
  QRY014: (p: { table: string }) => `\`schemas\` describes ${p.table}, which \`tables\` does not list.`,
  QRY015: (p: { name: string }) => `\`${p.name}\` is not answered by Log Analytics.`,
  QRY016: (p: { table: string }) => `\`about\` names ${p.table}, which \`tables\` does not list.`,
}

type Messages = typeof yamlMessages & typeof queryMessages

/** A diagnostic of this layer: the text comes from the table, the rest from the place. */
export function diagnostic<Code extends keyof Messages>(
  code: Code,
  parameters: Parameters<Messages[Code]>[0],
  at: { readonly source: Source; readonly span: Span; readonly hint?: string; readonly severity?: Severity },
): Diagnostic {
  const text = { ...yamlMessages, ...queryMessages }[code] as (parameters: unknown) => string
  return {
    code,
    severity: at.severity ?? 'error',
    message: text(parameters),
    span: at.span,
    source: at.source,
    ...(at.hint !== undefined && { hint: at.hint }),
  }
}
